import type { StoredEntry } from '@slipway/entry-store';

/**
 * Merges sources that are each in order into one that is in order, up to `limit` entries, each name
 * once. Ends before `horizon`. A source that fails fails the whole: an answer with a gap is no answer.
 */
export async function* mergeEntries(
  sources: readonly AsyncIterable<StoredEntry>[],
  { horizon, limit = Infinity }: { horizon: string; limit?: number | undefined },
): AsyncGenerator<StoredEntry> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  try {
    const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
    let last = '';
    for (let left = limit; left > 0;) {
      const lowest = indexOfLowest(heads);
      const head = heads[lowest];
      if (head === undefined || head.done || head.value.name >= horizon) return;
      heads[lowest] = await (iterators[lowest] as AsyncIterator<StoredEntry>).next();
      if (head.value.name === last) continue;
      last = head.value.name;
      yield head.value;
      left -= 1;
    }
  } finally {
    for (const iterator of iterators) void iterator.return?.()?.catch(() => undefined);
  }
}

function indexOfLowest(heads: readonly IteratorResult<StoredEntry>[]): number {
  let lowest = -1;
  for (const [index, head] of heads.entries()) {
    if (head.done) continue;
    const best = heads[lowest];
    if (best === undefined || best.done || head.value.name < best.value.name) lowest = index;
  }
  return lowest;
}
