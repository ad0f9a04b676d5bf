import { connect } from 'node:net';
import { toHost } from './reference.ts';
import { isLoopback } from './reference.ts';

/** How long a registry may take to accept a connection. */
const ANSWER_MS = 2000;

/**
 * Whether something accepts connections at a registry's address. Says nothing of logins; never throws.
 */
export function isAnswering(registry: string, signal?: AbortSignal): Promise<boolean> {
  const { host, port } = toAddress(registry);
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (isThere: boolean) => {
      socket.destroy();
      signal?.removeEventListener('abort', onAbort);
      resolve(isThere);
    };
    const onAbort = () => done(false);
    socket.setTimeout(ANSWER_MS, () => done(false));
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Host and port of a registry: 443 by default, 80 for one on this machine. */
export function toAddress(registry: string): { host: string; port: number } {
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(toHost(registry)) ?? [];
  const fallback = isLoopback(registry) ? 80 : 443;
  return { host: host.replace(/^\[|\]$/g, ''), port: port ? Number(port) : fallback };
}
