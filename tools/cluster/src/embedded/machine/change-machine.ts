import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterPaths } from '../../cluster-paths.ts';
import { BRIDGE, CALICO_LINKS, NODE_IP } from '../../names.ts';
import type { PodNetwork } from '../network/pod-network.ts';
import { toCoveredFolders } from '../supervisor/prepare-mounts.ts';
import { createGroups, readHierarchies, readMissingControllers } from './cgroups.ts';
import type { Journal, MachineChange } from './journal.ts';
import { parseLinks } from './links.ts';
import { parseSavedRules, toInputRules } from './packet-rules.ts';
import type { System } from './system.ts';
import { readSysctl, writeSysctl } from './system.ts';

/** Settings of the network namespace that pods need, with the value they need. */
export const WANTED_SYSCTLS: Record<string, string> = {
  'net.ipv4.ip_forward': '1',
  // Pods on one bridge reach each other through Services only if the bridge asks the packet filter.
  'net.bridge.bridge-nf-call-iptables': '1',
  // kube-proxy would set it for NodePorts on loopback; set here, so that the former value is known.
  'net.ipv4.conf.all.route_localnet': '1',
};

/** A file both kube-proxy and `iptables` make; left behind otherwise. */
export const XTABLES_LOCK = '/run/xtables.lock';

/** Brings the machine into the state the cluster needs; each change is in the journal before it is made. */
export async function changeMachine(
  { paths, network }: { paths: ClusterPaths; network: PodNetwork },
  system: System,
  journal: Journal,
): Promise<void> {
  for (const folder of toCoveredFolders(network)) await makeFolder(folder, journal);
  if (!existsSync(XTABLES_LOCK)) {
    await journal.note({ type: 'file', path: XTABLES_LOCK });
    await writeFile(XTABLES_LOCK, '', { flag: 'a', mode: 0o600 });
  }

  const hierarchies = await readHierarchies();
  for (const { version, path } of hierarchies) if (version === 2) await handDown(path, journal);
  await journal.note({ type: 'cgroup', name: paths.cgroup });
  await createGroups(hierarchies, paths.cgroup);

  for (const family of [4, 6] as const) {
    const { chains } = parseSavedRules(await system.save(family).catch(() => ''));
    await journal.note({ type: 'packet-rules', family, chains, tables: await readTables(system, family) });
  }
  // Felix lets pods' traffic to the node in by itself, after their policies: a rule before its own would pass them by.
  if (network === 'bridge') await system.restore(4, toInputRules(parseSavedRules(await system.save(4)), BRIDGE));
  await journal.note({ type: 'ipsets', names: await readIpsets(system) });

  for (const [key, value] of Object.entries(WANTED_SYSCTLS)) {
    const former = await readSysctl(key);
    if (former === undefined || former === value) continue;
    await journal.note({ type: 'sysctl', key, former, value });
    await writeSysctl(key, value);
  }

  await journal.note(network === 'bridge' ? { type: 'link', name: BRIDGE } : await toLinksChange(system));
  const addresses = await system.ip('-o', 'addr', 'show', 'dev', 'lo');
  if (!addresses.includes(` ${NODE_IP}/32 `)) {
    await journal.note({ type: 'address', address: `${NODE_IP}/32`, link: 'lo' });
    await system.ip('addr', 'add', `${NODE_IP}/32`, 'dev', 'lo');
  }
}

/** The links felix and the CNI plugin make, one per pod. */
async function toLinksChange(system: System): Promise<MachineChange> {
  const links = parseLinks(await system.ip('-o', 'link', 'show')).map(({ name }) => name);
  return { type: 'links', prefix: CALICO_LINKS, names: links.filter((name) => name.startsWith(CALICO_LINKS)) };
}

/** Hands controllers down from the root of a hierarchy of version 2, which systemd does only where a unit asks. */
async function handDown(path: string, journal: Journal): Promise<void> {
  const added = await readMissingControllers(path);
  if (added.length === 0) return;
  await journal.note({ type: 'cgroup-controllers', path, added });
  await writeFile(join(path, 'cgroup.subtree_control'), added.map((name) => `+${name}`).join(' '));
}

/** Makes a folder and its missing parents, each journalled. */
async function makeFolder(path: string, journal: Journal): Promise<void> {
  const missing: string[] = [];
  for (let folder = path; !existsSync(folder); folder = folder.slice(0, folder.lastIndexOf('/')))
    missing.unshift(folder);
  for (const folder of missing) {
    await journal.note({ type: 'folder', path: folder });
    await mkdir(folder, { mode: 0o755 });
  }
}

/** Tables of nf_tables of one family, as `family name`. */
export async function readTables(system: System, family: 4 | 6): Promise<string[]> {
  const text = await system.nft('list', 'tables', family === 4 ? 'ip' : 'ip6').catch(() => '');
  return [...text.matchAll(/^table (\S+ \S+)$/gm)].map((match) => match[1] ?? '');
}

/** Names of the sets of addresses the kernel holds; none where it cannot hold any. */
export async function readIpsets(system: System): Promise<string[]> {
  const text = await system.ipset('list', '-n').catch(() => '');
  return text.split('\n').filter(Boolean);
}
