import { createRateLimit } from './rate-limit.ts';

const RATE = { perMinute: 60, burst: 3 };

function aLimit() {
  const clock = { ms: 0 };
  return { clock, limit: createRateLimit({ now: () => clock.ms }) };
}

describe('createRateLimit', () => {
  it('allows a burst, then says how long to wait', () => {
    const { limit } = aLimit();
    expect([1, 2, 3, 4, 5].map(() => limit.take('a', RATE))).toEqual([0, 0, 0, 1000, 1000]);
  });

  it('fills up with time, never above the burst', () => {
    const { clock, limit } = aLimit();
    for (let n = 0; n < 3; n += 1) limit.take('a', RATE);
    clock.ms = 400;
    expect(limit.take('a', RATE)).toBeCloseTo(600);
    clock.ms = 1000;
    expect([limit.take('a', RATE), limit.take('a', RATE)]).toEqual([0, 1000]);
    clock.ms = 3_600_000;
    expect([1, 2, 3, 4].map(() => limit.take('a', RATE))).toEqual([0, 0, 0, 1000]);
  });

  it('keeps buckets apart', () => {
    const { limit } = aLimit();
    for (let n = 0; n < 4; n += 1) limit.take('a', RATE);
    expect(limit.take('b', RATE)).toBe(0);
  });

  it('takes a new rate at once', () => {
    const { limit } = aLimit();
    expect([limit.take('a', { perMinute: 60, burst: 1 }), limit.take('a', { perMinute: 60, burst: 1 })]).toEqual([
      0, 1000,
    ]);
    expect(limit.take('a', { perMinute: 600, burst: 1 })).toBe(100);
  });

  it('forgets buckets that are full again', () => {
    const { clock, limit } = aLimit();
    for (let n = 0; n < 100; n += 1) {
      clock.ms += 2000;
      limit.take(`key ${n}`, RATE);
    }
    expect(limit.size()).toBeLessThan(70);
  });
});
