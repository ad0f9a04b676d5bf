import type { Bench, BenchContext, GoalRow } from './bench.ts';
import { PeerUnavailable } from './bench.ts';
import { runBenches } from './run-benches.ts';

const row = (id: string): GoalRow => ({ id, title: id, unit: 'x', bar: 2, stretch: 1, better: 'lower' });
const good: Bench = {
  name: 'good',
  rows: [row('a')],
  run: () => Promise.resolve([{ id: 'a', value: 1.5, sides: [], how: '' }]),
};
const withoutPeer: Bench = {
  name: 'without-peer',
  rows: [row('b'), row('c')],
  run: () => Promise.reject(new PeerUnavailable('wrk is not available here')),
};
const broken: Bench = { name: 'broken', rows: [row('d')], run: () => Promise.reject(new Error('it broke')) };

async function run(benches: Bench[], signal = new AbortController().signal) {
  const ended: string[] = [];
  const outcome = runBenches(benches, {
    signal,
    log: () => undefined,
    createContext: ({ name }) =>
      ({ end: () => Promise.resolve(void ended.push(name)) }) as unknown as BenchContext & { end(): Promise<void> },
  });
  return { outcome: await outcome, ended };
}

describe('runBenches', () => {
  it('goes on after a bench that broke, and ends what each began', async () => {
    const { outcome, ended } = await run([broken, withoutPeer, good]);
    expect(outcome.failures).toEqual([{ name: 'broken', error: expect.objectContaining({ message: 'it broke' }) }]);
    expect(outcome.results.map(({ row: { id }, verdict }) => [id, verdict])).toEqual([
      ['b', 'unavailable'],
      ['c', 'unavailable'],
      ['a', 'bar'],
    ]);
    expect(ended).toEqual(['broken', 'without-peer', 'good']);
  });

  it('stops at a signal', async () => {
    const controller = new AbortController();
    const stopping: Bench = {
      ...good,
      run: () => Promise.reject((controller.abort(new Error('stopped')), new Error('x'))),
    };
    await expect(run([stopping, good], controller.signal)).rejects.toThrow('stopped');
  });
});
