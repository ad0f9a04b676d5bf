import { createBackoff } from './backoff.ts';
import { UpstreamError } from './upstream-error.ts';

const after = (error: unknown) => ({ attempt: 1, signal: new AbortController().signal, result: { error } as never });
const failed = after(new UpstreamError('failed', 'f'));

describe('createBackoff', () => {
  it.each([
    [0, [100, 100, 100, 100]],
    [0.5, [200, 350, 500, 500]],
    [0.999999, [300, 500, 500, 500]],
  ])('pauses by chance, up to three times the pause before and never above the longest (%d)', (chance, expected) => {
    let backoff = createBackoff({ initial: 100, max: 500, random: () => chance }).next(failed);
    const pauses = expected.map(() => {
      const { duration } = backoff;
      backoff = backoff.next(failed);
      return Math.round(duration);
    });
    expect(pauses).toEqual(expected);
  });

  it('is never shorter than the upstream asks for, and goes on from its own pause', () => {
    const busy = after(new UpstreamError('busy', 'b', { retryAfterMs: 4000 }));
    const first = createBackoff({ initial: 100, max: 500, random: () => 0 }).next(busy);
    expect(first.duration).toBe(4000);
    expect(first.next(failed).duration).toBe(100);
  });

  it('is by chance where nobody says otherwise', () => {
    const pauses = Array.from({ length: 50 }, () => createBackoff({ initial: 100, max: 1000 }).next(failed).duration);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(300);
    expect(new Set(pauses).size).toBeGreaterThan(25);
  });
});
