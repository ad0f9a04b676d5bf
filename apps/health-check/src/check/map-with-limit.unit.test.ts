import { mapWithLimit } from './map-with-limit.ts';

describe('mapWithLimit', () => {
  it('keeps the order and the limit', async () => {
    let current = 0;
    let most = 0;
    const results = await mapWithLimit([5, 1, 4, 2, 3], 2, async (item) => {
      current += 1;
      most = Math.max(most, current);
      for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
      current -= 1;
      return item * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30]);
    expect(most).toBe(2);
  });

  it('gives nothing for nothing, and fails as an item does', async () => {
    expect(await mapWithLimit([], 3, async () => 1)).toEqual([]);
    const failing = mapWithLimit([1, 2], 1, async () => Promise.reject(new Error('one failed')));
    await expect(failing).rejects.toThrow('one failed');
  });
});
