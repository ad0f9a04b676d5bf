import { isRunning, parseStat, readProcess } from './process-table.ts';

describe('parseStat', () => {
  it('reads names with blanks and brackets', () => {
    const fields = ['S', '7', ...Array.from({ length: 17 }, (_, index) => String(index)), '4711', '0'];
    expect(parseStat(`42 (a (b) c) ${fields.join(' ')}`)).toEqual({
      pid: 42,
      name: 'a (b) c',
      state: 'S',
      parentPid: 7,
      startTicks: 4711,
    });
  });
});

const onLinux = process.platform === 'linux' ? it : it.skip;
describe('isRunning', () => {
  onLinux('knows a process by pid and start time', async () => {
    const startTicks = (await readProcess(process.pid))?.startTicks ?? 0;
    expect(await isRunning({ pid: process.pid, startTicks })).toBe(true);
    expect(await isRunning({ pid: process.pid, startTicks: startTicks + 1 })).toBe(false);
  });
});
