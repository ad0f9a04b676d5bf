import type { LogLine } from '@slipway/contracts';

/** Several logs, each in order of time, as one. Holds one line of each; reads no faster than it is read. */
export async function* mergeSorted(logs: readonly AsyncIterable<LogLine>[]): AsyncGenerator<LogLine> {
  const readers = logs.map((log) => log[Symbol.asyncIterator]());
  try {
    const heads = await Promise.all(readers.map(async (reader) => ({ reader, next: await reader.next() })));
    let open = heads.filter(({ next }) => !next.done);
    while (open.length > 0) {
      const first = open.reduce((a, b) => (timeOf(b) < timeOf(a) ? b : a));
      yield first.next.value as LogLine;
      first.next = await first.reader.next();
      if (first.next.done) open = open.filter((head) => head !== first);
    }
  } finally {
    await Promise.all(readers.map((reader) => reader.return?.(undefined)));
  }
}

function timeOf({ next }: { next: IteratorResult<LogLine> }): string {
  return (next.value as LogLine).time;
}
