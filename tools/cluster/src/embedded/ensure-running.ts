import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Toolset } from '@slipway/toolchain';
import { clusterError } from '../cluster-errors.ts';
import { LOCAL_NAMESPACE } from '../names.ts';
import type { SupervisorStatus } from './component.ts';
import { nodeToolsOf, toPlan, writePlan } from './component-plan.ts';
import type { Stage } from './components.ts';
import type { EmbeddedUpRequest } from './embedded-up.ts';
import { ensureIngressCertificate } from './ingress-certificate.ts';
import { stopLeftoverComponents } from './leftovers.ts';
import { readAllHierarchies, removeGroups } from './machine/cgroups.ts';
import { changeMachine } from './machine/change-machine.ts';
import { openJournal } from './machine/journal.ts';
import { readBootId, readNetworkNamespace } from './machine/process-table.ts';
import { createSystem } from './machine/system.ts';
import { ensureCniFolder } from './network/cni-folder.ts';
import type { PodNetwork } from './network/pod-network.ts';
import { ensurePki } from './pki/ensure-pki.ts';
import { preflight, preflightForeign } from './preflight/preflight.ts';
import { startSupervisor } from './start-supervisor.ts';
import { askSupervisor } from './supervisor/control.ts';
import { toCoveredFolders } from './supervisor/prepare-mounts.ts';
import { toPrograms } from './toolset.ts';
import { waitFor } from './wait-for.ts';
import { writeConfiguration } from './write-configuration.ts';

const STOP_TIMEOUT_MS = 60_000;

/**
 * Leaves a running supervisor with the right plan, certificates and configuration; starts one where
 * there is none, and then answers when.
 */
export async function ensureRunning(
  request: EmbeddedUpRequest,
  network: PodNetwork,
  ready: Map<Stage, Toolset>,
  running: SupervisorStatus | undefined,
): Promise<Date | undefined> {
  const { paths } = request;
  const tools = nodeToolsOf(ready);
  const plan = toPlan(paths, ready);
  const { issued } = await ensurePki(paths.pki);
  const facts = {
    cniBin: await ensureCniFolder(paths, tools, network),
    network,
    containerdMajor: await readContainerdMajor(tools),
    maxOpenFiles: await readMaxOpenFiles(),
    resolvConf: await readFile('/etc/resolv.conf', 'utf8').catch(() => ''),
    namespace: (request.namespaces ?? [LOCAL_NAMESPACE])[0],
  };
  const changed = await writeConfiguration(paths, facts);
  await ensureIngressCertificate(paths, request.ingressHosts ?? []);

  if (running && issued.length === 0 && changed.length === 0) {
    const isChanged = (await writePlan(paths, plan)).length > 0;
    // What failed before may have been mended since: it is tried at once instead of after its back-off.
    if (isChanged || running.components.some(({ state }) => state === 'backing-off'))
      await askSupervisor(paths.controlSocket, 'reload', STOP_TIMEOUT_MS);
    return undefined;
  }
  if (running) {
    await askSupervisor(paths.controlSocket, 'stop', STOP_TIMEOUT_MS);
    await waitFor(async () => ((await askSupervisor(paths.controlSocket, 'status', 500)) ? undefined : true), {
      timeoutMs: STOP_TIMEOUT_MS,
    });
  }
  const survivor = await stopLeftoverComponents(paths);
  if (survivor === undefined) await rm(paths.run, { recursive: true, force: true });
  // cAdvisor waits 3 s for each group of a container that is no more, and the kubelet waits for cAdvisor.
  await removeGroups(await readAllHierarchies(), join(paths.cgroup, 'kubepods'));
  await mkdir(paths.run, { recursive: true, mode: 0o700 });

  const system = createSystem((program) => tools.path(program), tools.env);
  const journal = openJournal(paths.journal, { boot: await readBootId(), network: await readNetworkNamespace() });
  await preflightForeign(system, journal, network);
  if (survivor === undefined) await preflight(paths, request.env ?? process.env, { isFree: true, network });
  for (const folder of ['etcd', 'containerd', 'kubelet', 'registry', 'volumes', 'podlogs', 'cni'])
    await mkdir(join(paths.data, folder), { recursive: true, mode: folder === 'volumes' ? 0o755 : 0o700 });
  await changeMachine({ paths, network }, system, journal);
  await writePlan(paths, plan);
  const startedAt = new Date();
  await startSupervisor(paths, {
    busybox: tools.path('busybox'),
    env: toPrograms(tools).env,
    ingressHosts: [...(request.ingressHosts ?? [])],
    covered: toCoveredFolders(network),
    survivor,
  });
  return startedAt;
}

async function readContainerdMajor(tools: Toolset): Promise<number> {
  const { runProcess } = await import('@slipway/clients');
  const { stdout } = await runProcess(tools.path('containerd'), ['--version'], { env: tools.env });
  const major = Number(/\bv?(\d+)\.\d+\.\d+/.exec(stdout)?.[1]);
  if (!major)
    throw clusterError({
      code: 'ComponentFailed',
      message: `read the version of containerd: "${stdout.trim()}" names none.`,
    });
  return major;
}

/** The hard limit of open files of this process, which the components inherit; 20 000 at least asked for, 1 000 000 at most. */
async function readMaxOpenFiles(): Promise<number> {
  const limit = /^Max open files\s+\S+\s+(\S+)/m.exec(await readFile('/proc/self/limits', 'utf8'))?.[1];
  return Math.min(limit === 'unlimited' ? 1_000_000 : Number(limit), 1_000_000);
}
