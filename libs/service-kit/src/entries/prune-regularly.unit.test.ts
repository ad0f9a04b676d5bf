import { pruneRegularly } from './prune-regularly.ts';
import { toRetention } from './to-retention.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('pruneRegularly', () => {
  it('looks at once and again some time after each look, and logs each hour that went', async () => {
    const prune = jest.fn().mockResolvedValue([]);
    prune.mockResolvedValueOnce([
      { hour: '20261121T01', entries: 3 },
      { hour: '20261121T02', entries: 4 },
    ]);
    const logger = { info: jest.fn(), warn: jest.fn() };
    const stop = pruneRegularly({ store: { prune }, logger, everyMs: 1000 });
    await jest.advanceTimersByTimeAsync(999);
    expect(prune).toHaveBeenCalledTimes(1);
    expect(logger.info.mock.calls).toEqual([
      ['old entries dropped', { folder: '20261121T01', entries: 3 }],
      ['old entries dropped', { folder: '20261121T02', entries: 4 }],
    ]);
    await jest.advanceTimersByTimeAsync(1001);
    expect(prune).toHaveBeenCalledTimes(3);
    stop();
    await jest.advanceTimersByTimeAsync(5000);
    expect(prune).toHaveBeenCalledTimes(3);
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('looks every ten minutes by default, and goes on after a failure, which it tells', async () => {
    const error = new Error('read-only');
    const prune = jest.fn().mockRejectedValueOnce(error).mockResolvedValue([]);
    const logger = { info: jest.fn(), warn: jest.fn() };
    const stop = pruneRegularly({ store: { prune }, logger });
    await jest.advanceTimersByTimeAsync(599_999);
    expect(prune).toHaveBeenCalledTimes(1);
    expect(logger.warn.mock.calls).toEqual([['old entries cannot be dropped', { error }]]);
    await jest.advanceTimersByTimeAsync(1);
    expect(prune).toHaveBeenCalledTimes(2);
    stop();
  });

  it('says and does nothing more when it is stopped within a look', async () => {
    const logger = { info: jest.fn(), warn: jest.fn() };
    pruneRegularly({ store: { prune: () => Promise.reject(new Error('late')) }, logger })();
    await jest.advanceTimersByTimeAsync(600_000);
    expect(logger.warn).not.toHaveBeenCalled();
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('toRetention', () => {
  it.each([
    [0, 0, {}],
    [2, 0, { maxAgeMs: 7_200_000 }],
    [0, 5, { maxBytes: 5 }],
    [1, 7, { maxAgeMs: 3_600_000, maxBytes: 7 }],
  ])('keeps %i hours and %i bytes', (retentionHours, maxBytes, retention) => {
    expect(toRetention({ retentionHours, maxBytes })).toEqual(retention);
  });
});
