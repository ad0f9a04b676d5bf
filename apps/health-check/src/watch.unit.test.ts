import { watch } from './watch.ts';

describe('watch', () => {
  it('never runs twice at once, and begins again at once after a run that took longer', async () => {
    const stop = new AbortController();
    let current = 0;
    let runs = 0;
    await watch({
      intervalMs: 0,
      signal: stop.signal,
      async run() {
        current += 1;
        expect(current).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        current -= 1;
        runs += 1;
        if (runs === 5) stop.abort('SIGTERM');
      },
    });
    expect(runs).toBe(5);
  });

  it('ends in the middle of a run and in the middle of waiting', async () => {
    const stop = new AbortController();
    const inRun = watch({
      intervalMs: 1e9,
      signal: stop.signal,
      run: (signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    const waiting = watch({ intervalMs: 1e9, signal: stop.signal, run: async () => undefined });
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort('SIGTERM');
    await expect(inRun).resolves.toBeUndefined();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('fails as a run does', async () => {
    const run = () => Promise.reject(new Error('broken'));
    await expect(watch({ intervalMs: 1, run, signal: new AbortController().signal })).rejects.toThrow('broken');
  });
});
