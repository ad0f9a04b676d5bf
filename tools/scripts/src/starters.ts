import { readFileSync } from 'node:fs';

/** One link of the chain that started this process: a process and its parent at that time. */
interface Link {
  pid: number;
  parent: number;
}

const LONGEST_CHAIN = 8;

/**
 * Tells whether those who started this process are still there: its parent and, when npm ran that one
 * (`npx nx serve`), everybody up to npm, which dies of a signal without passing it on. Shells above npm
 * do not count: they may end and leave the work in the background on purpose.
 */
export function watchStarters(): () => boolean {
  const links: Link[] = [{ pid: process.pid, parent: process.ppid }];
  let upToNpm = 1;
  for (let pid = process.ppid; pid > 1 && links.length < LONGEST_CHAIN;) {
    if (titleOf(pid).startsWith('npm ')) upToNpm = links.length;
    const parent = parentOf(pid);
    if (parent === undefined) break;
    links.push({ pid, parent });
    pid = parent;
  }
  const watched = links.slice(0, upToNpm);
  return () => watched.every(({ pid, parent }) => parentOf(pid) === parent);
}

/** A process's parent now; the kernel gives orphans another one. */
function parentOf(pid: number): number | undefined {
  if (pid === process.pid) return process.ppid;
  const stat = read(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses, which may hold anything.
  const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  return parent === undefined ? undefined : Number(parent);
}

function titleOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

/** Empty where the system has no /proc: then only our own parent is watched. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
