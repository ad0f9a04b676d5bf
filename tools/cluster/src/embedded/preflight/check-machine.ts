import { access, constants, readFile, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { networkInterfaces, totalmem } from 'node:os';
import { delimiter, join } from 'node:path';
import type { ClusterPaths } from '../../cluster-paths.ts';
import { BRIDGE, NODE_IP } from '../../names.ts';
import { chooseHierarchies, parseHierarchies } from '../machine/cgroups.ts';
import { toPortFaults } from './check-ports.ts';
import type { PreflightFault } from './fault.ts';
import { readHolders } from './port-holder.ts';
import type { NeededPort } from './ports.ts';
import { chooseTaken, readListeners } from './ports.ts';

/** Less free space than this is refused. */
export const MIN_FREE_BYTES = 2 * 1024 ** 3;
/** Less memory than this cannot hold the cluster and a workload. */
export const MIN_MEMORY_BYTES = 2 * 1024 ** 3;
/** A unix socket's path may have 107 bytes; the longest of ours below the cluster's folder is this long. */
const LONGEST_SOCKET = '/data/kubelet/pod-resources/kubelet.sock';
const MAX_SOCKET_PATH = 107;
/** Capabilities by bit (linux/capability.h) without which no container starts. */
const CAPABILITIES: Record<string, number> = {
  CAP_SYS_ADMIN: 21,
  CAP_NET_ADMIN: 12,
  CAP_NET_RAW: 13,
  CAP_SYS_CHROOT: 18,
  CAP_MKNOD: 27,
};
const CONTROLLERS_V1 = ['cpu', 'cpuacct', 'cpuset', 'memory', 'devices', 'freezer', 'pids'];
const CONTROLLERS_V2 = ['cpu', 'cpuset', 'memory', 'pids'];
/** Magic numbers of file systems that overlayfs can write to (linux/magic.h). */
const GOOD_FILE_SYSTEMS: Record<number, string> = { 0xef53: 'ext4', 0x58465342: 'xfs', 0x9123683e: 'btrfs' };
const FILE_SYSTEM_NAMES: Record<number, string> = {
  0x794c7630: 'overlay',
  0x01021994: 'tmpfs',
  0x6969: 'nfs',
  0x01021997: '9p',
  0x65735546: 'fuse',
  0x2fc12fc1: 'zfs',
};
/** Programs that the kubelet runs and every Debian, Fedora and Alpine has. */
/** How another provider is chosen, at either door. */
const ANOTHER_PROVIDER =
  'cluster.provider in deploy/environments/local/environment.yaml, or slipway cluster up --provider';
const NEEDED_PROGRAMS = ['mount', 'umount'];

/** Checks that hold whatever the cluster's state is. All faults at once; nothing is changed. */
export async function checkMachine(
  paths: ClusterPaths,
  env: NodeJS.ProcessEnv = process.env,
): Promise<PreflightFault[]> {
  if (process.platform !== 'linux')
    return [
      {
        code: 'NotLinux',
        message: `the embedded cluster needs Linux; this is ${process.platform}`,
        fix: `Use kind with Docker, or a cluster of yours (${ANOTHER_PROVIDER}).`,
      },
    ];
  if (process.getuid?.() !== 0)
    return [
      {
        code: 'NotRoot',
        message: 'the embedded cluster needs root, for mounts, links and control groups',
        fix: `Run the command as root (sudo -E), or use kind or a cluster of yours (${ANOTHER_PROVIDER}).`,
      },
    ];
  return [
    ...checkCapabilities(await readFile('/proc/self/status', 'utf8')),
    ...(await checkControlGroups()),
    ...(await checkKernel()),
    ...checkPath(paths),
    ...(await checkDisk(paths)),
    ...checkMemory(),
    ...(await checkPrograms(env)),
  ];
}

/** Checks that make sense only while no process of the cluster runs. */
export async function checkFree(needed: readonly NeededPort[]): Promise<PreflightFault[]> {
  const taken = chooseTaken(await readListeners(), needed);
  const faults = toPortFaults(taken, await readHolders(taken.map(({ listener }) => listener.inode)));
  for (const [link, addresses] of Object.entries(networkInterfaces())) {
    if (link === BRIDGE || link === 'lo') continue;
    for (const { address } of addresses ?? []) {
      if (!/^(10\.244\.0\.|10\.96\.)/.test(address) && address !== NODE_IP) continue;
      faults.push({
        code: link === 'cni0' ? 'ForeignCluster' : 'AddressRangeTaken',
        message: `link ${link} has the address ${address}, inside the ranges the cluster uses`,
        fix: `Stop what made it, or remove the link: ip link del ${link}`,
      });
    }
  }
  return faults;
}

/** Pure over the text of /proc/self/status. */
export function checkCapabilities(status: string): PreflightFault[] {
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`);
  const missing = Object.entries(CAPABILITIES).filter(([, bit]) => ((effective >> BigInt(bit)) & 1n) === 0n);
  if (missing.length === 0) return [];
  return [
    {
      code: 'CapabilityMissing',
      message: `root lacks ${missing.map(([name]) => name).join(', ')} here`,
      fix: 'Run in a privileged container or on the machine itself, or use --provider context.',
    },
  ];
}

async function checkControlGroups(): Promise<PreflightFault[]> {
  const all = parseHierarchies(await readFile('/proc/mounts', 'utf8'));
  const hierarchies = chooseHierarchies(all);
  const version = hierarchies[0]?.version;
  const found =
    version === 2
      ? (await readFile(join(hierarchies[0]?.path ?? '', 'cgroup.controllers'), 'utf8').catch(() => ''))
          .trim()
          .split(/\s+/)
      : hierarchies.flatMap((hierarchy) => hierarchy.controllers);
  const missing = (version === 2 ? CONTROLLERS_V2 : CONTROLLERS_V1).filter((name) => !found.includes(name));
  if (missing.length > 0)
    return [
      {
        code: 'CgroupControllerMissing',
        message: `control groups lack ${missing.join(', ')}`,
        fix:
          version === 2
            ? 'Run on the machine itself: a container is given only what its engine hands down. A kernel may need cgroup_enable=memory.'
            : 'Mount them, for example: mount -t cgroup -o memory cgroup /sys/fs/cgroup/memory. A kernel may need cgroup_enable=memory.',
      },
    ];
  for (const { path } of hierarchies) {
    const isWritable = await access(path, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!isWritable)
      return [
        {
          code: 'CgroupNotWritable',
          message: `${path} cannot be written to`,
          fix: 'Run on the machine itself or in a privileged container.',
        },
      ];
  }
  return [];
}

async function checkKernel(): Promise<PreflightFault[]> {
  const fileSystems = await readFile('/proc/filesystems', 'utf8');
  if (/\boverlay$/m.test(fileSystems)) return [];
  return [
    {
      code: 'KernelFeatureMissing',
      message: 'the kernel offers no overlay file system',
      fix: 'Load it: modprobe overlay',
    },
  ];
}

function checkPath(paths: ClusterPaths): PreflightFault[] {
  if (Buffer.byteLength(paths.root + LONGEST_SOCKET) <= MAX_SOCKET_PATH) return [];
  return [
    {
      code: 'StatePathTooLong',
      message: `the state folder ${paths.root} is too long for sockets below it (at most ${MAX_SOCKET_PATH - LONGEST_SOCKET.length} bytes)`,
      fix: 'Set SLIPWAY_STATE_DIR to a shorter folder, for example /var/lib/slipway.',
    },
  ];
}

async function checkDisk(paths: ClusterPaths): Promise<PreflightFault[]> {
  const folder = await nearestFolder(paths.root);
  const { type, bavail, bsize } = await statfs(folder);
  const faults: PreflightFault[] = [];
  if (!GOOD_FILE_SYSTEMS[type])
    faults.push({
      code: 'StateFileSystem',
      message: `${folder} lies on ${FILE_SYSTEM_NAMES[type] ?? `a file system of type 0x${type.toString(16)}`}; images need ext4, xfs or btrfs`,
      fix: 'Set SLIPWAY_STATE_DIR to a folder on such a file system.',
    });
  if (bavail * bsize < MIN_FREE_BYTES)
    faults.push({
      code: 'DiskNearlyFull',
      message: `${folder} has ${Math.floor((bavail * bsize) / 1024 ** 2)} MiB free; ${MIN_FREE_BYTES / 1024 ** 2} MiB are needed`,
      fix: 'Free some space, or set SLIPWAY_STATE_DIR to a folder on a larger disk.',
    });
  return faults;
}

async function nearestFolder(path: string): Promise<string> {
  for (let folder = path; ; folder = dirname(folder))
    if (
      folder === '/' ||
      (await access(folder).then(
        () => true,
        () => false,
      ))
    )
      return folder;
}

function checkMemory(): PreflightFault[] {
  if (totalmem() >= MIN_MEMORY_BYTES) return [];
  return [
    {
      code: 'MemoryShort',
      message: `the machine has ${Math.floor(totalmem() / 1024 ** 2)} MiB of memory; ${MIN_MEMORY_BYTES / 1024 ** 2} MiB are needed`,
      fix: 'Give it more memory, or use --provider context with a cluster elsewhere.',
    },
  ];
}

async function checkPrograms(env: NodeJS.ProcessEnv): Promise<PreflightFault[]> {
  const folders = (env['PATH'] ?? '').split(delimiter);
  const faults: PreflightFault[] = [];
  for (const program of NEEDED_PROGRAMS) {
    const found = await Promise.all(
      folders.map((folder) =>
        access(join(folder, program)).then(
          () => true,
          () => false,
        ),
      ),
    );
    if (!found.includes(true))
      faults.push({
        code: 'ProgramMissing',
        message: `the program ${program} is not on PATH`,
        fix: `Install it (Debian: apt-get install mount).`,
      });
  }
  return faults;
}
