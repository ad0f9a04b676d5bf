import { createLoopWatch, DEFAULT_LOOP_STALL_MS, DEFAULT_LOOP_WATCH_EVERY_MS } from './loop-watch.ts';

describe('createLoopWatch', () => {
  let time = 0;
  const now = () => time;
  /** Lets time pass; with `withTimers: false` the timers get no turn, as when handlers keep the loop. */
  function pass(ms: number, { withTimers = true } = {}): void {
    time += ms;
    if (withTimers) jest.advanceTimersByTime(ms);
  }
  beforeEach(() => {
    jest.useFakeTimers();
    time = 1_000_000;
  });
  afterEach(() => void jest.useRealTimers());

  it('is alive while its ticks come in time', () => {
    const loop = createLoopWatch({ everyMs: 100, stallMs: 1000, now });
    loop.start();
    for (let turn = 0; turn < 50; turn += 1) {
      pass(100);
      expect(loop.stalledMs()).toBe(0);
    }
    expect(loop.isAlive()).toBe(true);
    loop.stop();
  });

  it('counts from when the tick was due, and is stalled from stallMs on', () => {
    const loop = createLoopWatch({ everyMs: 100, stallMs: 1000, now });
    loop.start();
    pass(100, { withTimers: false });
    expect(loop.stalledMs()).toBe(0);
    pass(1, { withTimers: false });
    expect(loop.stalledMs()).toBe(1);
    pass(998, { withTimers: false });
    expect([loop.stalledMs(), loop.isAlive()]).toEqual([999, true]);
    pass(1, { withTimers: false });
    expect([loop.stalledMs(), loop.isAlive()]).toEqual([1000, false]);
    loop.stop();
  });

  it('is alive again with the next tick', () => {
    const loop = createLoopWatch({ everyMs: 100, stallMs: 1000, now });
    loop.start();
    pass(5000, { withTimers: false });
    expect(loop.isAlive()).toBe(false);
    jest.advanceTimersByTime(100);
    expect([loop.stalledMs(), loop.isAlive()]).toEqual([0, true]);
    loop.stop();
  });

  it.each([
    ['before it was started', () => createLoopWatch({ now })],
    [
      'after it was stopped',
      () => {
        const loop = createLoopWatch({ now });
        loop.start();
        loop.stop();
        return loop;
      },
    ],
  ])('takes nothing for a stall %s', (_title, aWatch) => {
    const loop = aWatch();
    pass(1_000_000, { withTimers: false });
    expect([loop.stalledMs(), loop.isAlive()]).toEqual([0, true]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('keeps one timer however often it is started, and none after a stop', () => {
    const loop = createLoopWatch({ everyMs: 100, stallMs: 1000, now });
    loop.start();
    pass(90, { withTimers: false });
    loop.start();
    pass(20, { withTimers: false });
    expect(loop.stalledMs()).toBe(10);
    expect(jest.getTimerCount()).toBe(1);
    loop.stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ticks every 500 ms and allows 5 s unless told otherwise, by a clock that never goes back', () => {
    expect([DEFAULT_LOOP_WATCH_EVERY_MS, DEFAULT_LOOP_STALL_MS]).toEqual([500, 5000]);
    const loop = createLoopWatch();
    loop.start();
    const start = performance.now();
    jest.spyOn(performance, 'now').mockReturnValue(start + 5499);
    expect(loop.isAlive()).toBe(true);
    jest.spyOn(performance, 'now').mockReturnValue(start + 5501);
    expect(loop.isAlive()).toBe(false);
    jest.restoreAllMocks();
    loop.stop();
  });

  it('keeps no process alive', () => {
    jest.useRealTimers();
    const unref = jest.spyOn(globalThis, 'setInterval');
    const loop = createLoopWatch();
    loop.start();
    expect((unref.mock.results[0]?.value as NodeJS.Timeout).hasRef()).toBe(false);
    loop.stop();
    unref.mockRestore();
  });
});
