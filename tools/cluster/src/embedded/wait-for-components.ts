import { readFile } from 'node:fs/promises';
import { clusterError } from '../cluster-errors.ts';
import type { ClusterPaths } from '../cluster-paths.ts';
import type { ComponentStatus } from './component.ts';
import { askSupervisor } from './supervisor/control.ts';
import { waitFor } from './wait-for.ts';

/** How long components may take on a slow or busy machine. */
export const COMPONENT_TIMEOUT_MS = 90_000;
/** A component that ended this often without having been ready is given up on. */
const HOPELESS_RESTARTS = 5;

/** Waits until the named components are ready. Throws `ComponentFailed` with the last lines of the log. */
export async function waitForComponents(
  paths: ClusterPaths,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<ComponentStatus[]> {
  let last: ComponentStatus[] = [];
  const ready = await waitFor(
    async () => {
      const status = await askSupervisor(paths.controlSocket, 'status');
      if (!status) return undefined;
      last = status.components;
      const wanted = last.filter(({ name }) => names.includes(name));
      if (wanted.some(isHopeless)) return [];
      return wanted.length === names.length && wanted.every(({ state }) => state === 'ready') ? last : undefined;
    },
    { timeoutMs: COMPONENT_TIMEOUT_MS, signal },
  );
  if (ready && ready.length > 0) return ready;
  // The one that ends all the time is the cause; those waiting for it are not.
  const failing = last.find(isHopeless) ?? last.find(({ name, state }) => names.includes(name) && state !== 'ready');
  throw clusterError({
    code: 'ComponentFailed',
    message: `start ${failing?.name ?? names.join(', ')}: ${toReason(failing)}.\n${await readTail(failing?.log)}`,
    hint: `The whole log is ${failing?.log ?? paths.logs}. The cluster keeps trying; "slipway cluster down" stops it.`,
    details: { component: failing?.name },
  });
}

const isHopeless = ({ state, restarts, readyAfterMs }: ComponentStatus): boolean =>
  state !== 'ready' && restarts >= HOPELESS_RESTARTS && readyAfterMs === undefined;

function toReason(status: ComponentStatus | undefined): string {
  if (!status) return 'the supervisor does not answer';
  if (status.lastExit) return `it ended ${status.restarts} times, at last with ${status.lastExit}`;
  return `not ready within ${COMPONENT_TIMEOUT_MS / 1000} s (${status.state})`;
}

async function readTail(path: string | undefined, lines = 6): Promise<string> {
  const text = path ? await readFile(path, 'utf8').catch(() => '') : '';
  return text.trim().split('\n').slice(-lines).join('\n');
}
