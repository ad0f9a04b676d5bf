import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** One change of the machine outside the cluster's own folder, with what is needed to take it back. */
export type MachineChange =
  | { type: 'sysctl'; key: string; former: string; value: string }
  | { type: 'address'; address: string; link: string }
  | { type: 'folder'; path: string }
  | { type: 'file'; path: string }
  | { type: 'cgroup'; name: string }
  | {
      type: 'cgroup-controllers';
      /** Mount point of the hierarchy of version 2. */
      path: string;
      /** Controllers that were not handed down from its root before. */
      added: string[];
    }
  | { type: 'link'; name: string }
  | {
      type: 'links';
      /** What the names of ours begin with. */
      prefix: string;
      /** Links of such a name there before. */
      names: string[];
    }
  | {
      type: 'packet-rules';
      family: 4 | 6;
      /** Chains there before, as `table/chain`. */
      chains: string[];
      /** Tables of nf_tables there before, as `family name`. */
      tables: string[];
    }
  | { type: 'ipsets'; names: string[] };

/** A journalled change: made in this boot and this network namespace. */
export interface JournalEntry {
  at: string;
  boot: string;
  network: string;
  change: MachineChange;
}

/** Reads the lines of a journal. A last line torn by a crash was never acted upon and is left out. */
export function parseJournal(text: string): JournalEntry[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as JournalEntry];
    } catch {
      return [];
    }
  });
}

/** Whether what the change did can still be there: the kernel forgets all but files at a reboot. */
export function isStanding(entry: JournalEntry, now: { boot: string; network: string }): boolean {
  switch (entry.change.type) {
    case 'folder':
    case 'file':
      return true;
    case 'cgroup':
    case 'cgroup-controllers':
      return entry.boot === now.boot;
    case 'sysctl':
    case 'address':
    case 'link':
    case 'links':
    case 'packet-rules':
    case 'ipsets':
      return entry.boot === now.boot && entry.network === now.network;
  }
}

/** Whether two entries say the same thing about the same place, so that the first one counts. */
export function isSameChange(a: MachineChange, b: MachineChange): boolean {
  const key = (change: MachineChange) => {
    switch (change.type) {
      case 'sysctl':
        return change.key;
      case 'address':
        return `${change.address} ${change.link}`;
      case 'folder':
      case 'file':
      case 'cgroup-controllers':
        return change.path;
      case 'cgroup':
      case 'link':
        return change.name;
      case 'links':
        return change.prefix;
      case 'packet-rules':
        return change.family;
      case 'ipsets':
        return '';
    }
  };
  return a.type === b.type && key(a) === key(b);
}

/** The journal of one cluster: written to the disk before each change, read by the next `up` and by `down`. */
export interface Journal {
  /** Entries whose change can still be there, oldest first. */
  standing(): Promise<JournalEntry[]>;
  /** Notes a change. Nothing is written when a standing entry says the same already. */
  note(change: MachineChange): Promise<void>;
  /** Forgets everything; called after all was taken back. */
  clear(): Promise<void>;
}

/** Opens the journal at `path`; `now` names this boot and network namespace. */
export function openJournal(path: string, now: { boot: string; network: string }, clock = () => new Date()): Journal {
  const standing = async () => {
    const text = await readFile(path, 'utf8').catch(() => '');
    return parseJournal(text).filter((entry) => isStanding(entry, now));
  };
  return {
    standing,
    async note(change) {
      if ((await standing()).some((entry) => isSameChange(entry.change, change))) return;
      mkdirSync(dirname(path), { recursive: true });
      const entry: JournalEntry = { at: clock().toISOString(), ...now, change };
      const file = openSync(path, 'a', 0o600);
      writeSync(file, `\n${JSON.stringify(entry)}\n`);
      fsyncSync(file);
      closeSync(file);
    },
    clear: () => rm(path, { force: true }),
  };
}
