import type { StoredEntry } from '@slipway/entry-store';
import { mergeEntries } from './merge-entries.ts';

async function* source(names: string[], failure?: Error): AsyncGenerator<StoredEntry> {
  for (const name of names) yield { name, json: '{}' };
  if (failure) throw failure;
}

async function merge(sources: string[][], options: { horizon?: string; limit?: number } = {}): Promise<string> {
  const names: string[] = [];
  const merged = mergeEntries(
    sources.map((names) => source(names)),
    { horizon: '~', ...options },
  );
  for await (const { name } of merged) names.push(name);
  return names.join('');
}

describe('mergeEntries', () => {
  it.each([
    [[], ''],
    [[[]], ''],
    [[['a', 'b']], 'ab'],
    [[['a', 'd'], ['b', 'c', 'e'], []], 'abcde'],
    [
      [
        ['a', 'b'],
        ['a', 'b', 'c'],
      ],
      'abc',
    ],
  ])('merges %j into %j', async (sources, expected) => {
    expect(await merge(sources)).toBe(expected);
  });

  it('ends before the horizon and at the limit', async () => {
    expect(
      await merge(
        [
          ['a', 'c'],
          ['b', 'd'],
        ],
        { horizon: 'c' },
      ),
    ).toBe('ab');
    expect(
      await merge(
        [
          ['a', 'c'],
          ['b', 'd'],
        ],
        { limit: 3 },
      ),
    ).toBe('abc');
  });

  it('fails with a source that fails, instead of going on without it', async () => {
    const names: string[] = [];
    const merged = mergeEntries([source(['a'], new Error('gone')), source(['b', 'c'])], { horizon: '~' });
    await expect(
      (async () => {
        for await (const { name } of merged) names.push(name);
      })(),
    ).rejects.toThrow('gone');
    expect(names).toEqual([]);
  });
});
