import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks `read` again and again until it answers something. `undefined` when `timeoutMs` have passed.
 * A failing question is asked again.
 */
export async function waitFor<T>(
  read: () => Promise<T | undefined>,
  { timeoutMs, pollMs = 50, signal }: { timeoutMs: number; pollMs?: number; signal?: AbortSignal | undefined },
): Promise<T | undefined> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await read().catch(() => undefined);
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) return undefined;
    await sleep(pollMs, undefined, signal ? { signal } : {});
  }
}
