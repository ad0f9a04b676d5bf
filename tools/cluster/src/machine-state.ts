import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import type { ToolSource } from './cluster-options.ts';
import { toClusterPaths } from './cluster-paths.ts';
import { COVERED_FOLDERS, FELIX_FOLDER } from './embedded/supervisor/prepare-mounts.ts';
import { readAllHierarchies } from './embedded/machine/cgroups.ts';
import { readPids } from './embedded/machine/process-table.ts';
import { createSystem } from './embedded/machine/system.ts';
import { toolchainSource } from './toolchain-source.ts';

/** What a cluster may change on a machine. Two of them compare as plain data. */
export interface MachineState {
  /** Command lines of the cluster's processes. */
  processes: string[];
  /** Mount points with their source, as this process sees them. */
  mounts: string[];
  links: string[];
  addresses: string[];
  routes: string[];
  /** `iptables-save` and `ip6tables-save` without counters and comments. */
  packetRules: string[];
  ipsets: string[];
  /** Folders of control groups in every hierarchy, without groups of the machine's own services. */
  cgroups: string[];
  /** Kernel settings, without those the kernel itself changes all the time. */
  sysctls: Record<string, string>;
  /** Installed Debian packages with their versions. */
  packages: string[];
  /** Folders outside the state folder that the cluster would make. */
  folders: string[];
}

/** Settings that change by themselves: counters, caches, random values, sizes that follow the load. */
const RESTLESS =
  /^(fs\.(dentry-state|file-nr|inode-|quota|aio-nr)|kernel\.(random|ns_last_pid|pty\.nr|sched_|hung_task_detect_count)|net\.netfilter\.nf_conntrack_(count|max)|net\.ipv4\.tcp_(fastopen_key|mem)|net\.ipv4\.udp_mem|net\.ipv4\.route\.flush|net\.ipv6\.route\.flush|vm\.(compact|drop))/;
/** Groups of one run of a machine's own services come and go. */
const FOREIGN_GROUP = /\.(scope|service|slice|mount)(\/|$)|\/process_api\//;

/**
 * Reads the state of the machine. Processes and control groups of other clusters of ours, which live
 * their own lives beside this one, are left out. Tools are asked only for what is there already.
 */
export async function machineState({
  env = process.env,
  tools = toolchainSource,
}: { env?: NodeJS.ProcessEnv; tools?: ToolSource } = {}): Promise<MachineState> {
  const { cgroup } = toClusterPaths(undefined, env);
  const isOther = (path: string) => (/\/(slipway-[^/]+)/.exec(path)?.[1] ?? cgroup) !== cgroup;
  const toolset = await tools.find(['node-packages'], { env });
  const system = createSystem((program) => toolset.path(program), toolset.env);
  const ip = async (...args: string[]) => toLines(await system.ip('-o', ...args).catch(() => ''));
  const save = async (family: 4 | 6) =>
    toLines(await system.save(family).catch(() => ''))
      .filter((line) => !line.startsWith('#'))
      .map((line) => `${family} ${line.replace(/\s*\[\d+:\d+\]/, '')}`);
  return {
    processes: await readClusterProcesses(cgroup),
    mounts: toLines(await readFile('/proc/self/mountinfo', 'utf8')).map((line) => {
      const [left = '', right = ''] = line.split(' - ');
      return `${left.split(' ')[4]} ${right.split(' ').slice(0, 2).join(' ')}`;
    }),
    links: (await ip('link', 'show')).map((line) => line.split(':')[1]?.trim() ?? ''),
    addresses: (await ip('addr', 'show')).map((line) => line.replace(/^\d+:\s*/, '').replace(/\s+valid_lft.*/, '')),
    routes: await ip('route', 'show'),
    packetRules: [...(await save(4)), ...(await save(6))],
    ipsets: toLines(await system.ipset('list', '-n').catch(() => '')),
    cgroups: (await readGroups()).filter((path) => !FOREIGN_GROUP.test(path) && !isOther(path)).sort(),
    sysctls: await readSysctls('/proc/sys'),
    packages: await readPackages(),
    folders: await readFolders(),
  };
}

const toLines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

async function readClusterProcesses(cgroup: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readPids()) {
    const groups = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '');
    if (!groups.includes(`:/${cgroup}/`)) continue;
    found.push((await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim());
  }
  return found.sort();
}

async function readGroups(): Promise<string[]> {
  const walk = async (path: string): Promise<string[]> => {
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(path, entry.name));
    return [...folders, ...(await Promise.all(folders.map(walk))).flat()];
  };
  return (await Promise.all((await readAllHierarchies()).map(({ path }) => walk(path)))).flat();
}

async function readSysctls(root: string, prefix = ''): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const entry of await readdir(root, { withFileTypes: true }).catch(() => [])) {
    const key = prefix + entry.name;
    if (RESTLESS.test(key)) continue;
    if (entry.isDirectory()) Object.assign(all, await readSysctls(join(root, entry.name), `${key}.`));
    else {
      const value = await readFile(join(root, entry.name), 'utf8').catch(() => undefined);
      if (value !== undefined) all[key] = value.trim();
    }
  }
  return all;
}

async function readPackages(): Promise<string[]> {
  const result = await runProcess('dpkg-query', ['-W', '-f', '${Package} ${Version} ${Status}\n']).catch(
    () => undefined,
  );
  return toLines(result?.stdout ?? '').filter((line) => line.endsWith(' installed'));
}

async function readFolders(): Promise<string[]> {
  const found: string[] = [];
  for (const path of [
    ...COVERED_FOLDERS,
    FELIX_FOLDER,
    '/var/log/calico',
    '/var/run/calico',
    '/run/xtables.lock',
    '/opt/cni',
    '/etc/cni',
    '/var/log/pods',
    '/usr/libexec/kubernetes',
  ])
    if (
      await readFile(path).then(
        () => true,
        (error: NodeJS.ErrnoException) => error.code === 'EISDIR',
      )
    )
      found.push(path);
  return found;
}
