import type { Verdict } from '@slipway/contracts';

/** Verdicts as they come, for one reader. */
export interface VerdictQueue {
  add(verdict: Verdict): void;
  close(): void;
  fail(error: unknown): void;
  all: AsyncIterable<Verdict>;
}

/** An empty queue. */
export function createVerdictQueue(): VerdictQueue {
  const waiting: Verdict[] = [];
  let isOver = false;
  let failure: { error: unknown } | undefined;
  let wake: () => void = () => undefined;
  const change = (what: () => void) => {
    what();
    wake();
  };
  async function* read(): AsyncGenerator<Verdict, void, undefined> {
    while (!isOver || waiting.length > 0) {
      const next = waiting.shift();
      if (next) yield next;
      else await new Promise<void>((resolve) => void (wake = resolve));
    }
    if (failure) throw failure.error;
  }
  return {
    add: (verdict) => change(() => waiting.push(verdict)),
    close: () => change(() => (isOver = true)),
    fail: (error) => change(() => ((failure = { error }), (isOver = true))),
    all: read(),
  };
}
