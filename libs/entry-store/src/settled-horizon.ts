import { setTimeout as sleep } from 'node:timers/promises';
import type { EntryNamer } from './entry-namer.ts';
import type { Presence } from './presence.ts';
import type { WriteGate } from './write-gate.ts';

/** Options of `settledHorizon`. */
export interface SettledHorizonOptions {
  namer: Pick<EntryNamer, 'cut'>;
  gate: Pick<WriteGate, 'settled' | 'oldestPendingMs'>;
  presence: Pick<Presence, 'publish' | 'floorOfOthers'>;
  /** Longest wait for what is being written. */
  settleMs: number;
}

const ASK_AGAIN_MS = 10;

/**
 * A time before which no process will ever add anything to the folder any more, and before which lies
 * everything that this process had written when it was asked: first this process promises to name nothing
 * before it, then every other live one is waited for. After `settleMs` it is the earlier time up to which
 * all have settled, so that a reader never waits for one process for ever, and never reads past it either.
 */
export async function settledHorizon({ namer, gate, presence, settleMs }: SettledHorizonOptions): Promise<number> {
  const cut = namer.cut();
  const deadline = performance.now() + settleMs;
  await withinMs(gate.settled(cut), settleMs);
  // A newcomer begins after what is published, so that it need not be waited for. Where nothing can be
  // published (a read-only file system), nobody can come and write either.
  await presence.publish().catch(() => undefined);
  for (;;) {
    const floor = Math.min(cut, gate.oldestPendingMs() ?? Infinity, await presence.floorOfOthers());
    if (floor === cut || performance.now() >= deadline) return floor;
    await sleep(ASK_AGAIN_MS, undefined, { ref: false });
  }
}

async function withinMs(done: Promise<void>, ms: number): Promise<void> {
  const over = new AbortController();
  const timeout = sleep(ms, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([done, timeout]);
  over.abort();
}
