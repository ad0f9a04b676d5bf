import { parseMachineCpu, parseSchedstat, parseStat } from './proc-text.ts';

describe('parseStat', () => {
  it('finds the times behind a name with spaces and brackets', () => {
    const text = '4242 (a (b) c) S 1 4242 4242 0 -1 4194304 900 0 0 0 150 50 30 20 20 0 11 0 12345 1000 200';
    expect(parseStat(text)).toEqual({ ownMs: 2000, endedChildrenMs: 500 });
  });

  it('is zero for a process that is gone', () => {
    expect(parseStat('')).toEqual({ ownMs: 0, endedChildrenMs: 0 });
  });
});

describe('parseSchedstat', () => {
  it('gives the time on a CPU, not the wait for one', () => {
    expect(parseSchedstat('1017393540 999999999999 20\n')).toBeCloseTo(1017.39354);
  });

  it('is zero for a thread that is gone', () => {
    expect(parseSchedstat('')).toBe(0);
  });
});

describe('parseMachineCpu', () => {
  it('adds up the first line; idling and waiting for disks are no work', () => {
    const text = 'cpu  100 20 30 400 50 6 7 8 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n';
    expect(parseMachineCpu(text)).toEqual({ busyMs: 1710, totalMs: 6210 });
  });
});
