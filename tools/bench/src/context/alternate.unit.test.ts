import type { AlternateSurroundings, SliceValues } from './alternate.ts';
import { runAlternating } from './alternate.ts';

/** Surroundings in which slices see these foreign loads, one after the other, and then none. */
function around(foreign: number[] = [], maxRepeats = 0): AlternateSurroundings {
  const loads = [...foreign];
  return {
    rounds: 2,
    maxRepeats,
    random: () => 0.999,
    watch: async (run) => ({ values: await run(), foreign: loads.shift() ?? 0 }),
  };
}

/** A slice that gives the next of a side's values. */
function sliceOf(values: Record<string, SliceValues[]>) {
  return (side: string) => Promise.resolve(values[side]?.shift() ?? {});
}

describe('runAlternating', () => {
  it('runs every side once a round, in a new order each', async () => {
    const order: string[] = [];
    const chances = [0.999, 0];
    await runAlternating(
      {
        sides: ['a', 'b'],
        slice: (side, round) => Promise.resolve(void order.push(`${side}${round}`)).then(() => ({})),
      },
      { ...around(), random: () => chances.shift() ?? 0 },
    );
    expect(order).toEqual(['a0', 'b0', 'b1', 'a1']);
  });

  it('compares medians', async () => {
    const slice = sliceOf({
      a: [{ cpu: { us: 10 } }, { cpu: { us: 30 } }],
      b: [{ cpu: { us: 5 } }, { cpu: { us: 5 } }],
    });
    const series = await runAlternating({ sides: ['a', 'b'], slice }, around());
    expect(series.ratio('a', 'b', 'us')).toBe(4);
    expect(series.side('a', 'us', 'us')).toEqual({ name: 'a', median: 20, unit: 'us', spread: 1, rounds: 2 });
  });

  it('leaves out times, not CPU, of slices that others disturbed', async () => {
    const slice = sliceOf({
      a: [
        { cpu: { us: 1 }, wall: { rate: 100 } },
        { cpu: { us: 3 }, wall: { rate: 900 } },
      ],
    });
    const series = await runAlternating({ sides: ['a'], slice }, around([0.11, 0.1]));
    expect(series.values('a', 'rate')).toEqual([900]);
    expect(series.values('a', 'us')).toEqual([1, 3]);
    expect(series.isClean('a')).toBe(true);
    expect(series.isRough).toBe(false);
  });

  it('repeats disturbed slices within the bound', async () => {
    const rates = [1, 2, 3, 4].map((rate) => ({ wall: { rate } }));
    const series = await runAlternating({ sides: ['a'], slice: sliceOf({ a: rates }) }, around([0.5, 0, 0.5, 0.5], 2));
    expect(series.values('a', 'rate')).toEqual([2]);
    expect(rates).toHaveLength(0);
  });

  it('does not repeat slices that gave CPU figures alone', async () => {
    const slices = [{ cpu: { us: 1 } }, { cpu: { us: 2 } }, { cpu: { us: 3 } }];
    await runAlternating({ sides: ['a'], slice: sliceOf({ a: slices }) }, around([0.5, 0.5, 0.5], 8));
    expect(slices).toHaveLength(1);
  });

  it('takes what there is, and says so, where no slice was undisturbed', async () => {
    const slice = sliceOf({ a: [{ wall: { rate: 1 } }, { wall: { rate: 3 } }] });
    const series = await runAlternating({ sides: ['a'], slice }, around([0.5, 0.5]));
    expect(series.median('a', 'rate')).toBe(2);
    expect(series.isClean('a')).toBe(false);
    expect(series.isRough).toBe(true);
  });
});
