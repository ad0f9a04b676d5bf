import { readFile, readlink, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readIpsets, readTables } from './change-machine.ts';
import { readAllHierarchies, removeGroups } from './cgroups.ts';
import type { Journal, JournalEntry, MachineChange } from './journal.ts';
import { removeBridge, removeLinks } from './links.ts';
import { chooseEmptyBuiltIns, parseSavedRules, toRemoval } from './packet-rules.ts';
import { readPids } from './process-table.ts';
import type { System } from './system.ts';
import { readSysctl, writeSysctl } from './system.ts';

/**
 * Takes back what the journal tells, last change first. The cluster's processes must have ended.
 * Answers what could not be taken back, one line each; the journal is kept then, for another try.
 */
export async function restoreMachine(system: System, journal: Journal): Promise<string[]> {
  const faults: string[] = [];
  for (const { change } of toUndoOrder(await journal.standing())) {
    try {
      faults.push(...(await takeBack(change, system)));
    } catch (error) {
      faults.push(`${change.type}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (faults.length === 0) await journal.clear();
  return faults;
}

/** The last change first, but sets of addresses after all others: packet rules hold them. */
function toUndoOrder(entries: readonly JournalEntry[]): JournalEntry[] {
  const isSet = ({ change }: JournalEntry) => change.type === 'ipsets';
  return [...entries.filter((entry) => !isSet(entry)).reverse(), ...entries.filter(isSet)];
}

async function takeBack(change: MachineChange, system: System): Promise<string[]> {
  switch (change.type) {
    case 'sysctl':
      // Somebody else may have set it anew since: then it is theirs.
      if ((await readSysctl(change.key)) === change.value) await writeSysctl(change.key, change.former);
      return [];
    case 'address': {
      const there = await system.ip('-o', 'addr', 'show', 'dev', change.link);
      if (there.includes(` ${change.address} `)) await system.ip('addr', 'del', change.address, 'dev', change.link);
      return [];
    }
    case 'link':
      await removeBridge(change.name, system);
      return [];
    case 'links':
      await removeLinks(change.prefix, change.names, system);
      return [];
    case 'packet-rules':
      return removeRules(change, system);
    case 'ipsets': {
      const ours = (await readIpsets(system)).filter(
        (name) => /^(KUBE-|cali)/.test(name) && !change.names.includes(name),
      );
      for (const name of ours) await system.ipset('destroy', name);
      return [];
    }
    case 'cgroup': {
      const left = await removeGroups(await readAllHierarchies(), change.name);
      return left.map((path) => `control group ${path} is still in use`);
    }
    case 'cgroup-controllers':
      // Refused while somebody else uses one by now: then it stays, and is theirs.
      for (const controller of change.added)
        await writeFile(join(change.path, 'cgroup.subtree_control'), `-${controller}`).catch(() => undefined);
      return [];
    case 'file':
      await rm(change.path, { force: true });
      return [];
    case 'folder':
      // Not empty: somebody else uses it now. Covered in another cluster's mount namespace: removing it would uncover that.
      if (!(await isMountPointAnywhere(change.path)))
        await rmdir(change.path).catch((error: NodeJS.ErrnoException) => {
          if (!['ENOENT', 'ENOTEMPTY', 'EEXIST', 'EBUSY'].includes(error.code ?? '')) throw error;
        });
      return [];
  }
}

async function removeRules(
  { family, chains, tables }: Extract<MachineChange, { type: 'packet-rules' }>,
  system: System,
): Promise<string[]> {
  const text = await (family === 6 ? system.save(family).catch(() => undefined) : system.save(family));
  if (text === undefined) return []; // A kernel without IPv6 holds no rules of it.
  const saved = parseSavedRules(text);
  const removal = toRemoval(saved, chains);
  if (removal !== '') await system.restore(family, removal);
  const after = parseSavedRules(await system.save(family));
  for (const chain of chooseEmptyBuiltIns(after, chains)) {
    const [table = '', name = ''] = chain.split('/');
    // The legacy kind of iptables cannot remove a built-in chain, and its tables are there for good.
    await system.tables(family, '-t', table, '-X', name).catch(() => undefined);
  }
  for (const table of (await readTables(system, family)).filter((name) => !tables.includes(name))) {
    const content = await system.nft('list', 'table', ...table.split(' '));
    if (isEmptyTable(content)) await system.nft('delete', 'table', ...table.split(' '));
  }
  const left = toRemoval(parseSavedRules(await system.save(family)), chains);
  return left === '' ? [] : [`packet rules of IPv${family} are still there`];
}

/** Whether a table as `nft list table` prints it has nothing in it. */
export const isEmptyTable = (content: string): boolean =>
  content
    .split('\n')
    .slice(1)
    .every((line) => ['', '}'].includes(line.trim()));

/** Whether some process of the machine sees a mount at `path`. */
async function isMountPointAnywhere(path: string): Promise<boolean> {
  const seen = new Set<string>();
  for (const pid of await readPids()) {
    const namespace = await readlink(`/proc/${pid}/ns/mnt`).catch(() => '');
    if (namespace === '' || seen.has(namespace)) continue;
    seen.add(namespace);
    const mounts = await readFile(`/proc/${pid}/mountinfo`, 'utf8').catch(() => '');
    if (mounts.split('\n').some((line) => line.split(' ')[4] === path)) return true;
  }
  return false;
}
