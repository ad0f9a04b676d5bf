import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterPaths } from '../cluster-paths.ts';
import { readGroupPids, readAllHierarchies } from './machine/cgroups.ts';
import { stopProcesses } from './machine/stop-processes.ts';

/** Processes of the cluster that run without a supervisor. */
export interface Leftovers {
  /** Components, and a supervisor that does not answer. */
  components: number[];
  /** Parents of containers; they live on when containerd does not. */
  shims: number[];
}

const isShim = async (pid: number): Promise<boolean> => {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return /(^|\/)containerd-shim/.test(command.split('\0')[0] ?? '');
};

/** Finds them by the cluster's own control group, which every process it starts is born in. */
export async function readLeftovers(paths: ClusterPaths): Promise<Leftovers> {
  const pids = await readGroupPids(await readAllHierarchies(), join(paths.cgroup, 'system'));
  const shims: number[] = [];
  for (const pid of pids) if (await isShim(pid)) shims.push(pid);
  return { shims, components: pids.filter((pid) => !shims.includes(pid)) };
}

/** Whether any process of the cluster runs. `false` also where there are no control groups. */
export async function hasLeftovers(paths: ClusterPaths): Promise<boolean> {
  const { components, shims } = await readLeftovers(paths).catch(() => ({ components: [], shims: [] }));
  return components.length + shims.length > 0;
}

const COMPONENT_GRACE_MS = 3000;
const POD_GRACE_MS = 3000;

/**
 * Ends the components a killed supervisor has left and keeps the pods. Answers a process whose mount
 * namespace the next supervisor can enter, if any pod lives on.
 */
export async function stopLeftoverComponents(paths: ClusterPaths): Promise<number | undefined> {
  await stopProcesses(async () => (await readLeftovers(paths)).components, { graceMs: COMPONENT_GRACE_MS });
  const { shims } = await readLeftovers(paths);
  const own = await readlink('/proc/self/ns/mnt');
  for (const pid of shims) {
    const namespace = await readlink(`/proc/${pid}/ns/mnt`).catch(() => own);
    if (namespace !== own) return pid;
  }
  return undefined;
}

/** Ends everything of the cluster: containers get SIGTERM and a moment first. Answers what would not end. */
export async function stopEverything(paths: ClusterPaths): Promise<number[]> {
  const hierarchies = await readAllHierarchies();
  const readSystem = () => readGroupPids(hierarchies, join(paths.cgroup, 'system'));
  await stopProcesses(async () => (await readLeftovers(paths)).components, { graceMs: COMPONENT_GRACE_MS });
  const readPods = async () => {
    const system = new Set(await readSystem());
    return (await readGroupPids(hierarchies, paths.cgroup)).filter((pid) => !system.has(pid));
  };
  await stopProcesses(readPods, { graceMs: POD_GRACE_MS });
  return stopProcesses(() => readGroupPids(hierarchies, paths.cgroup), { graceMs: 0 });
}
