import { setTimeout as sleep } from 'node:timers/promises';
import { readProcess } from './process-table.ts';

/** Sends a signal; a process that has ended meanwhile is no error. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Ends every process `readPids` tells of: SIGTERM, and SIGKILL after `graceMs`. Asks again until none
 * is left, because a dying process may have started another. Answers the pids that would not end.
 */
export async function stopProcesses(
  readPids: () => Promise<number[]>,
  { graceMs, giveUpMs = 10_000 }: { graceMs: number; giveUpMs?: number },
): Promise<number[]> {
  const start = performance.now();
  const asked = new Set<number>();
  for (;;) {
    const running: number[] = [];
    for (const pid of await readPids()) if (pid !== process.pid && (await readProcess(pid))) running.push(pid);
    if (running.length === 0) return [];
    const elapsedMs = performance.now() - start;
    if (elapsedMs > graceMs + giveUpMs) return running;
    for (const pid of running) {
      if (elapsedMs >= graceMs) sendSignal(pid, 'SIGKILL');
      else if (!asked.has(pid)) sendSignal(pid, 'SIGTERM');
      asked.add(pid);
    }
    await sleep(25);
  }
}
