import { execFile } from 'node:child_process';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toClusterPaths } from '../cluster-paths.ts';
import type { ComponentPlan, SupervisorStatus } from '../embedded/component.ts';
import { keepIngressCertificate } from '../embedded/ingress-certificate.ts';
import { joinGroups, readHierarchies } from '../embedded/machine/cgroups.ts';
import { readBootId, readProcess } from '../embedded/machine/process-table.ts';
import { serveControl } from '../embedded/supervisor/control.ts';
import { prepareMounts } from '../embedded/supervisor/prepare-mounts.ts';
import { supervise } from '../embedded/supervisor/supervise.ts';
import type { SupervisorSettings } from '../embedded/supervisor/supervisor-settings.ts';

/**
 * The process behind a running embedded cluster: `supervisor.ts <cluster>`. Started by `clusterUp` in a
 * mount namespace and a session of its own; lives until it is told to stop.
 */
const paths = toClusterPaths(process.argv[2]);
// Whatever the caller's: under 077 the root folder of every container would be closed to all users but root.
process.umask(0o022);
const readJson = async <T>(path: string) => JSON.parse(await readFile(path, 'utf8')) as T;

const settings = await readJson<SupervisorSettings>(join(paths.run, 'supervisor.json'));
await joinGroups(await readHierarchies(), paths.cgroup, process.pid);
if (!settings.hasMounts)
  // Not by the process client: its package loads the Kubernetes client, which would stay in memory for good.
  await prepareMounts(
    { paths, covered: settings.covered },
    async (...args) => void (await promisify(execFile)(settings.busybox, ['mount', ...args])),
  );

const boot = await readBootId();
const startTicks = (await readProcess(process.pid))?.startTicks ?? 0;
const toStatus = (): SupervisorStatus => ({
  schema: 'slipway.supervisor/v1',
  pid: process.pid,
  startTicks,
  boot,
  components: supervision.statuses(),
});

let writing: Promise<void> | undefined;
/** Writes the status file once for all the changes of a moment. */
const writeStatus = () => {
  writing ??= new Promise<void>((resolve) => setTimeout(resolve, 20))
    .then(() => {
      writing = undefined;
      return writeFile(`${paths.status}.new`, JSON.stringify(toStatus()), { mode: 0o600 });
    })
    .then(() => rename(`${paths.status}.new`, paths.status))
    .catch(() => undefined); // The run folder is being removed.
};

const supervision = supervise(paths.logs, writeStatus);
const reload = async () => supervision.reconcile((await readJson<ComponentPlan>(paths.plan)).components);
const ending = new AbortController();

const control = await serveControl(paths.controlSocket, async (command) => {
  if (command === 'reload') await reload();
  if (command === 'stop') await stop();
  return toStatus();
});
await reload();
void keepIngressCertificate(paths, settings.ingressHosts, ending.signal);

let stopping: Promise<void> | undefined;
async function stop(): Promise<void> {
  stopping ??= (async () => {
    ending.abort();
    control.close();
    await supervision.stop();
    setTimeout(() => process.exit(0), 50);
  })();
  await stopping;
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
process.on('SIGHUP', () => undefined);
// The components must not lose their supervisor over one failed write; what happened is in its log.
process.on('unhandledRejection', (reason) => process.stderr.write(`${new Date().toISOString()} ${String(reason)}\n`));
