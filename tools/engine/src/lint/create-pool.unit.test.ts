import { createPool } from './create-pool.ts';

describe('createPool', () => {
  it('has no more than its size at work, in the order asked, and goes on after a failure', async () => {
    const pool = createPool(2);
    const started: number[] = [];
    const ends: ((error?: Error) => void)[] = [];
    const runs = [0, 1, 2, 3].map((index) =>
      pool.run(() => {
        started.push(index);
        return new Promise<number>((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve(index))));
      }),
    );
    await Promise.resolve();
    expect(started).toEqual([0, 1]);
    ends[0]?.(new Error('broken'));
    await expect(runs[0]).rejects.toThrow('broken');
    await new Promise(setImmediate);
    expect(started).toEqual([0, 1, 2]);
    for (const index of [1, 2]) ends[index]?.();
    await Promise.all([runs[1], runs[2]]);
    await new Promise(setImmediate);
    ends[3]?.();
    expect(await Promise.all(runs.slice(1))).toEqual([1, 2, 3]);
  });

  it('tells how long the work took, without its wait', async () => {
    let time = 0;
    const pool = createPool(1, () => time);
    const took: number[] = [];
    const work = (ms: number) => pool.run(() => Promise.resolve(void (time += ms)), (it) => took.push(it)); // prettier-ignore
    await Promise.all([work(5), work(7)]);
    expect(took).toEqual([5, 7]);
  });
});
