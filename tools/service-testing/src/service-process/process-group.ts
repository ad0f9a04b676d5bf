import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';

/** Ends every process of a group at once. Does nothing when none is left. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Ends a group when this process is gone, however it went: a shell waits on a pipe that only this process
 * holds. Gives the function that calls it off.
 */
export function guardGroup(pid: number): () => void {
  const guard: ChildProcess = spawn('/bin/sh', ['-c', 'read _; kill -9 -"$0"', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => undefined).unref();
  const pipe = guard.stdin as NodeJS.WritableStream & { unref?: () => void; on: NodeJS.WritableStream['on'] };
  pipe.on('error', () => undefined);
  pipe.unref?.();
  return () => void guard.kill('SIGKILL');
}
