import { setTimeout as sleep } from 'node:timers/promises';
import type { PinnedProcess } from './spawn-pinned.ts';

const LOOK_EVERY_MS = 20;
const DEFAULT_WITHIN_MS = 15_000;

/** Waits until `condition` gives something. Throws when it does not within `withinMs` (default 15 s). */
export async function waitFor<T>(
  what: string,
  condition: () => Promise<T | undefined> | T | undefined,
  withinMs: number = DEFAULT_WITHIN_MS,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await condition();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`wait for ${what}: not within ${withinMs / 1000} s.`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Waits until a server answers 200 at `url`; throws at once when its process ends. */
export async function waitForAnswer(url: string, server: PinnedProcess, withinMs?: number): Promise<void> {
  await waitFor(
    `an answer of ${url}`,
    async () => {
      if (!server.isRunning()) {
        throw new Error(`wait for an answer of ${url}: the server ended. It said: ${server.stderr().slice(-1000)}`);
      }
      const status = await fetch(url).then(
        async (answer) => (await answer.arrayBuffer(), answer.status),
        () => undefined,
      );
      return status === 200 ? true : undefined;
    },
    withinMs,
  );
}
