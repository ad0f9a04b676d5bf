import { spawn } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clusterError } from '../cluster-errors.ts';
import type { ClusterPaths } from '../cluster-paths.ts';
import type { SupervisorStatus } from './component.ts';
import { askSupervisor } from './supervisor/control.ts';
import type { SupervisorSettings } from './supervisor/supervisor-settings.ts';
import { writeFiles } from './write-files.ts';

const START_TIMEOUT_MS = 15_000;

/** What the supervisor is started with. */
export interface StartSupervisorRequest {
  busybox: string;
  env: Record<string, string>;
  ingressHosts: string[];
  /** Folders of the machine that are covered by ours. */
  covered: readonly string[];
  /** A process of a former run that still lives: its mount namespace is entered, so that its pods go on. */
  survivor?: number | undefined;
}

/**
 * Starts the supervisor in a session and a mount namespace of its own, so that neither the end of this
 * process nor of the terminal takes the cluster down, and answers once it does.
 */
export async function startSupervisor(paths: ClusterPaths, request: StartSupervisorRequest): Promise<SupervisorStatus> {
  await mkdir(paths.logs, { recursive: true, mode: 0o700 });
  const settings: SupervisorSettings = {
    schema: 'slipway.supervisor-settings/v1',
    hasMounts: request.survivor !== undefined,
    covered: request.covered,
    busybox: request.busybox,
    ingressHosts: request.ingressHosts,
  };
  await writeFiles([{ path: join(paths.run, 'supervisor.json'), content: JSON.stringify(settings) }]);

  const log = join(paths.logs, 'supervisor.log');
  const fd = openSync(log, 'a', 0o600);
  const namespace =
    request.survivor === undefined
      ? ['unshare', '--mount', '--propagation', 'slave']
      : ['nsenter', '-t', String(request.survivor), '-m'];
  // Beside the sources it is TypeScript, in the package JavaScript.
  const script = join(import.meta.dirname, '..', 'bin', `supervisor${extname(import.meta.filename)}`);
  const child = spawn(
    request.busybox,
    [...namespace, process.execPath, '--max-semi-space-size=2', '--max-old-space-size=128', script, paths.name],
    {
      cwd: '/',
      detached: true,
      stdio: ['ignore', fd, fd],
      env: { ...request.env, SLIPWAY_STATE_DIR: join(paths.root, '..', '..') },
    },
  );
  closeSync(fd);
  child.unref();

  let end: string | undefined;
  child.on('error', (error) => (end = error.message));
  child.on('exit', (code, signal) => (end = signal ? `ended by ${signal}` : `ended with exit code ${code}`));
  for (const deadline = performance.now() + START_TIMEOUT_MS; performance.now() < deadline && !end; await sleep(20)) {
    const status = await askSupervisor(paths.controlSocket, 'status', 1000);
    if (status) return status;
  }
  const tail = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-8).join('\n');
  throw clusterError({
    code: 'SupervisorFailed',
    message: `start the supervisor of cluster ${paths.name}: ${end ?? `no answer within ${START_TIMEOUT_MS} ms`}.\n${tail}`,
    hint: `Look at ${log}, then run the command again.`,
  });
}
