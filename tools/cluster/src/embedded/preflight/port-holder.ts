import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseStat, readPids, readProcess } from '../machine/process-table.ts';

/** The process behind a listening socket, as far as /proc tells. */
export interface PortHolder {
  /** For people: program and pid, or plain words where nothing can be seen. */
  name: string;
  /** The state folder of the Slipway cluster that it is a part of; `''` where only the cluster is known. */
  stateDir?: string;
}

/** Finds who holds the sockets, by inode; those of other users stay unseen without root. */
export async function readHolders(inodes: readonly string[]): Promise<Map<string, PortHolder>> {
  const holders = new Map<string, PortHolder>();
  for (const pid of inodes.length > 0 ? await readPids() : []) {
    for (const file of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const inode = /^socket:\[(\d+)\]$/.exec(await readlink(`/proc/${pid}/fd/${file}`).catch(() => ''))?.[1];
      if (inode && inodes.includes(inode)) holders.set(inode, await toHolder(pid));
    }
  }
  return holders;
}

async function toHolder(pid: number): Promise<PortHolder> {
  const read = (id: number, file: string) => readFile(`/proc/${id}/${file}`, 'utf8').catch(() => '');
  // The program's file name, or the kernel's name of the process where its command line cannot be read.
  const program = (await read(pid, 'cmdline')).split('\0')[0];
  const name = program ? basename(program) : ((await readProcess(pid))?.name ?? 'a process');
  const holder = { name: `${name} (process ${pid})` };
  if (!/\/slipway-[^/]+-[0-9a-f]{8}\/system$/m.test(await read(pid, 'cgroup'))) return holder;
  const supervisor = parseStat(await read(pid, 'stat')).parentPid;
  const stateDir = /(?:^|\0)SLIPWAY_STATE_DIR=([^\0]*)/.exec(await read(supervisor, 'environ'))?.[1];
  return { ...holder, stateDir: stateDir ?? '' };
}
