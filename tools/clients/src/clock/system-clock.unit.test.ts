import { getEventListeners } from 'node:events';
import { systemClock } from './system-clock.ts';

describe('systemClock', () => {
  it('sleeps as long as it is told', async () => {
    const startedAt = performance.now();
    await systemClock.sleep(20);
    expect(performance.now() - startedAt).toBeGreaterThan(18);
  });

  it('wakes without an error when the signal aborts, and leaves nothing behind', async () => {
    const ending = new AbortController();
    const sleeping = systemClock.sleep(3_600_000, ending.signal);
    ending.abort();
    await expect(sleeping).resolves.toBeUndefined();
    await expect(systemClock.sleep(3_600_000, ending.signal)).resolves.toBeUndefined();
    expect(getEventListeners(ending.signal, 'abort')).toEqual([]);
  });
});
