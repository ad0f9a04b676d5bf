import { orderReleases } from './order-releases.ts';

const names = (...edges: [string, string[]][]) =>
  orderReleases(edges.map(([name, after]) => ({ name, after }))).map(({ name }) => name);

describe('orderReleases', () => {
  it.each<[string, [string, string[]][], string[]]>([
    ['sorts independent ones by name', [['c', []], ['a', []], ['b', []]], ['a', 'b', 'c']],
    ['puts each after what it names', [['a', ['c']], ['b', []], ['c', ['b']]], ['b', 'c', 'a']],
    ['ignores names outside the set', [['a', ['elsewhere']]], ['a']],
  ])('%s', (_title, edges, expected) => expect(names(...edges)).toEqual(expected)); // prettier-ignore

  it('names the cycle', () => {
    expect(() => names(['a', ['b']], ['b', ['c']], ['c', ['a']], ['d', []])).toThrow(
      'a waits for b waits for c waits for a',
    );
  });
});
