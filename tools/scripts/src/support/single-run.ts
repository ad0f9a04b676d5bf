import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { workspaceRoot } from './workspace-root.ts';

const POLL_MS = 250;

/**
 * Runs `work` while no other process does the same in this workspace; a second one waits. The lock is a
 * name in Linux's abstract socket space, which the kernel frees when its holder ends, however it ends.
 * Elsewhere nothing is locked.
 */
export async function singleRun<T>(
  name: string,
  { signal, onWait }: { signal: AbortSignal; onWait: () => void },
  work: () => Promise<T>,
): Promise<T> {
  if (process.platform !== 'linux') return work();
  const hash = createHash('sha256').update(workspaceRoot).digest('hex').slice(0, 16);
  const address = `\0slipway/${name}/${process.getuid?.()}/${hash}`;
  for (let isTold = false; ;) {
    const release = await take(address);
    if (release) return work().finally(release);
    if (!isTold) onWait();
    isTold = true;
    await sleep(POLL_MS, undefined, { signal });
  }
}

function take(address: string): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(address, () => {
      server.unref();
      resolve(() => void server.close());
    });
  });
}
