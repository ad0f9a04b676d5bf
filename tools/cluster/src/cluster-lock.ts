import { createHash } from 'node:crypto';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a wait for the lock is told and ended. */
export interface LockOptions {
  signal?: AbortSignal | undefined;
  /** Called once, with who holds the lock, when it is not free. */
  onWait?: (holder: string) => void;
}

const POLL_MS = 200;

/**
 * Runs `work` while holding the lock named by `path`, so that two commands never change one cluster at
 * once; the second waits. The lock is a name in Linux's abstract socket space: taking it is one step
 * and the kernel gives it back when its holder ends, however it ends. Other systems have no embedded
 * cluster and no lock.
 */
export async function withClusterLock<T>(
  path: string,
  command: string,
  { signal, onWait }: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  if (process.platform !== 'linux') return work();
  const name = `\0slipway-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;
  let server: Server | undefined;
  for (let hasTold = false; !(server = await tryTake(name, `"${command}" (process ${process.pid})`));) {
    signal?.throwIfAborted();
    if (!hasTold) onWait?.(await askHolder(name));
    hasTold = true;
    await sleep(POLL_MS, undefined, signal ? { signal } : {});
  }
  try {
    return await work();
  } finally {
    const held = server;
    await new Promise((resolve) => held.close(resolve));
  }
}

function tryTake(name: string, holder: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(holder);
    });
    server.unref();
    server.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(name, () => resolve(server));
  });
}

function askHolder(name: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(name);
    socket.setTimeout(1000, () => socket.destroy());
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (text += chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text || 'another command'));
  });
}
