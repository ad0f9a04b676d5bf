import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readCpuMs } from './read-cpu.ts';

const BURN = 'const end = process.cpuUsage().user + 300000; while (process.cpuUsage().user < end);';
const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('readCpuMs', () => {
  it.each([
    ['the process itself', BURN],
    [
      'a child that runs',
      `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(BURN + 'console.log("done"); setInterval(() => 0, 1000)')}], { stdio: ['ignore', 'inherit', 'inherit'] });`,
    ],
    [
      'a child that ended',
      `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(BURN)}]);`,
    ],
    [
      'a thread',
      `const { Worker } = require('node:worker_threads'); new Worker(${JSON.stringify(BURN + 'console.log("done"); setInterval(() => 0, 1000)')}, { eval: true });`,
    ],
  ])('counts the work of %s', async (who, program) => {
    const isLast = !who.includes('thread') && !who.includes('runs');
    const script = `${program}${isLast ? 'console.log("done");' : ''} setInterval(() => 0, 1000);`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    try {
      await once(child.stdout, 'data');
      expect(readCpuMs(child.pid ?? 0)).toBeGreaterThanOrEqual(290);
    } finally {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
      await once(child, 'close');
    }
  });

  it('is 0 for a process that is gone', () => {
    expect(readCpuMs(2 ** 30)).toBe(0);
  });
});
