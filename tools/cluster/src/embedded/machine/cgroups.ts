import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One mounted hierarchy of control groups. */
export interface Hierarchy {
  version: 1 | 2;
  /** Mount point. */
  path: string;
  /** Controllers (version 1); empty for version 2 and for named hierarchies. */
  controllers: string[];
}

const CONTROLLERS = [
  'cpu',
  'cpuacct',
  'cpuset',
  'memory',
  'pids',
  'devices',
  'freezer',
  'blkio',
  'hugetlb',
  'rdma',
  'misc',
  'perf_event',
  'net_cls',
  'net_prio',
];

/** The hierarchies in the text of /proc/mounts. A hybrid machine has version 1 ones beside an unused version 2 one. */
export function parseHierarchies(mounts: string): Hierarchy[] {
  return mounts
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, , type]) => type === 'cgroup' || type === 'cgroup2')
    .map(([, path = '', type, options = '']) => ({
      version: type === 'cgroup2' ? 2 : 1,
      path,
      controllers: type === 'cgroup2' ? [] : options.split(',').filter((option) => CONTROLLERS.includes(option)),
    }));
}

/**
 * The ones the cluster uses: all of version 1 where any of them has controllers, else the one of version
 * 2. Named hierarchies without controllers (systemd's) count: the kubelet wants its group in each.
 */
export function chooseHierarchies(all: readonly Hierarchy[]): Hierarchy[] {
  const hasControllers = all.some((hierarchy) => hierarchy.controllers.length > 0);
  return all.filter((hierarchy) => hierarchy.version === (hasControllers ? 1 : 2));
}

/** The hierarchies the cluster makes its group in. */
export const readHierarchies = async (): Promise<Hierarchy[]> => chooseHierarchies(await readAllHierarchies());

/** Every hierarchy: on a hybrid machine runc makes its groups in the unused one of version 2 as well. */
export const readAllHierarchies = async (): Promise<Hierarchy[]> =>
  parseHierarchies(await readFile('/proc/mounts', 'utf8'));

/** Folders of the group `name` in every hierarchy. */
export const toGroupPaths = (hierarchies: readonly Hierarchy[], name: string): string[] =>
  hierarchies.map((hierarchy) => join(hierarchy.path, name));

/**
 * Makes `<name>` and `<name>/system` in every hierarchy. In version 1 cpusets start empty and are
 * copied from the parent; in version 2 controllers are handed down.
 */
export async function createGroups(hierarchies: readonly Hierarchy[], name: string): Promise<void> {
  for (const hierarchy of hierarchies) {
    for (const group of [name, join(name, 'system')]) {
      const path = join(hierarchy.path, group);
      await mkdir(path, { recursive: true });
      if (hierarchy.controllers.includes('cpuset')) await copyCpuset(join(path, '..'), path);
    }
    if (hierarchy.version === 2) await handDownControllers(hierarchy.path, join(hierarchy.path, name));
  }
}

async function copyCpuset(parent: string, child: string): Promise<void> {
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    if ((await readFile(join(child, file), 'utf8')).trim() === '')
      await writeFile(join(child, file), await readFile(join(parent, file), 'utf8'));
  }
}

async function handDownControllers(root: string, group: string): Promise<void> {
  const controllers = (await readFile(join(root, 'cgroup.subtree_control'), 'utf8'))
    .trim()
    .split(/\s+/)
    .filter(Boolean);
  for (const controller of controllers) await writeFile(join(group, 'cgroup.subtree_control'), `+${controller}`);
}

/** What containers need of a hierarchy of version 2, of what its kernel offers. */
const NEEDED_V2 = ['cpu', 'cpuset', 'memory', 'pids', 'io', 'hugetlb'];

/** The controllers that the root of a hierarchy of version 2 has and does not hand down yet. */
export async function readMissingControllers(root: string): Promise<string[]> {
  const read = async (file: string) => (await readFile(join(root, file), 'utf8')).trim().split(/\s+/);
  const [offered, handedDown] = [await read('cgroup.controllers'), await read('cgroup.subtree_control')];
  return NEEDED_V2.filter((controller) => offered.includes(controller) && !handedDown.includes(controller));
}

/** Puts a process into `<name>/system`, where everything it starts follows. */
export async function joinGroups(hierarchies: readonly Hierarchy[], name: string, pid: number): Promise<void> {
  for (const path of toGroupPaths(hierarchies, join(name, 'system')))
    await writeFile(join(path, 'cgroup.procs'), String(pid));
}

/** Pids in the group and below it. */
export async function readGroupPids(hierarchies: readonly Hierarchy[], name: string): Promise<number[]> {
  const pids = new Set<number>();
  for (const path of toGroupPaths(hierarchies, name)) {
    for (const folder of await readTree(path)) {
      const text = await readFile(join(folder, 'cgroup.procs'), 'utf8').catch(() => '');
      for (const pid of text.split('\n').filter(Boolean)) pids.add(Number(pid));
    }
  }
  pids.delete(0); // A process outside this pid namespace.
  return [...pids].sort((a, b) => a - b);
}

/** Removes the group and all below it, deepest first. Answers the folders that would not go. */
export async function removeGroups(hierarchies: readonly Hierarchy[], name: string): Promise<string[]> {
  const left: string[] = [];
  for (const path of toGroupPaths(hierarchies, name)) {
    for (const folder of (await readTree(path)).reverse()) {
      await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') left.push(folder);
      });
    }
  }
  return left;
}

/** The folder and all below it, parents first. */
async function readTree(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const below = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map((entry) => readTree(join(path, entry.name))),
  );
  return [path, ...below.flat()];
}
