import type { Readable } from 'node:stream';

/** A line that a service logged as JSON. */
export type LogLine = Readonly<Record<string, unknown>>;

/** What a process wrote, and ways to wait for more of it. */
export interface ServiceOutput {
  /** Everything so far, standard output and standard error as they came. */
  text(): string;
  /** The lines so far that are JSON objects. */
  lines(): readonly LogLine[];
  /** Resolves with what `find` gives as soon as that is not undefined; rejects when the process ends before. */
  waitFor<T>(find: () => T | undefined, what: string): Promise<T>;
}

/** Collects what comes out of streams. `ended` tells that nothing more will come. */
export function collectOutput(
  streams: readonly Readable[],
  { ended, timeoutMs }: { ended: Promise<unknown>; timeoutMs: number },
): ServiceOutput {
  let text = '';
  const lines: LogLine[] = [];
  let isOver = false;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const look of [...waiting]) look();
  };
  for (const stream of streams) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts.flatMap(toLine));
      wake();
    });
  }
  void ended.then(() => {
    isOver = true;
    wake();
  });

  function waitFor<T>(find: () => T | undefined, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(() => reject(missing(`did not come within ${timeoutMs} ms`))), timeoutMs);
      const missing = (why: string) => new Error(`wait for ${what}: it ${why}. The process said:\n${text}`);
      function settle(then: () => void): void {
        clearTimeout(timer);
        waiting.delete(look);
        then();
      }
      function look(): void {
        const found = find();
        if (found !== undefined) settle(() => resolve(found));
        else if (isOver) settle(() => reject(missing('did not come before the process ended')));
      }
      waiting.add(look);
      look();
    });
  }

  return { text: () => text, lines: () => lines, waitFor };
}

function toLine(text: string): LogLine[] {
  if (!text.startsWith('{')) return [];
  try {
    return [JSON.parse(text) as LogLine];
  } catch {
    return [];
  }
}
