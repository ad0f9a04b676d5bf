import { runOrdered } from './run-ordered.ts';

describe('runOrdered', () => {
  it('starts each after all it names, and never more than allowed at once', async () => {
    const log: string[] = [];
    let running = 0;
    let most = 0;
    const items = [
      { name: 'a', after: [] },
      { name: 'b', after: ['a'] },
      { name: 'c', after: [] },
      { name: 'd', after: ['b', 'c', 'elsewhere'] },
    ];
    const results = await runOrdered(items, 2, async ({ name }) => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      log.push(name);
      return name.toUpperCase();
    });
    expect(results).toEqual(['A', 'B', 'C', 'D']);
    expect([most, log.indexOf('a') < log.indexOf('b'), log.at(-1)]).toEqual([2, true, 'd']);
  });
});
