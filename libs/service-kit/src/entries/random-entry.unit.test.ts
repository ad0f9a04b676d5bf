import { randomEntry } from './random-entry.ts';

describe('randomEntry', () => {
  it.each([
    [0, 'info', 'Order accepted'],
    [0.999, 'error', 'Invoice could not be delivered'],
    [1, 'info', 'Order accepted'],
  ])('takes chance %p for level %s', (chance, level, message) => {
    expect(randomEntry({ random: () => chance, now: () => 0 })).toEqual({
      level,
      message,
      timestamp: '1970-01-01T00:00:00.000Z',
    });
  });

  it('makes up entries of every level by itself, at the time it is', () => {
    const before = Date.now();
    const entries = Array.from({ length: 500 }, () => randomEntry());
    expect(new Set(entries.map(({ level }) => level))).toEqual(new Set(['debug', 'info', 'warn', 'error']));
    expect(Date.parse(entries[0]?.timestamp ?? '')).toBeGreaterThanOrEqual(before);
  });
});
