import { startTimed } from './start-timed.ts';

const start = (script: string, signal = new AbortController().signal) =>
  startTimed({ program: process.execPath, args: ['-e', script], env: {}, ready: /ready/, signal });

describe('startTimed', () => {
  it('takes the time until the program says that it is ready, and ends it', async () => {
    const started = performance.now();
    const child = await start("console.error('note'); console.log('re' + 'ady'); setInterval(() => 0, 1000)");
    expect(child.ms).toBeGreaterThan(1);
    expect(child.ms).toBeLessThanOrEqual(performance.now() - started);
    await child.end();
    expect([child.stdout(), child.stderr()]).toEqual(['ready\n', 'note\n']);
    expect(() => process.kill(child.pid, 0)).toThrow('ESRCH');
  });

  it('lets a program end by itself where asked to', async () => {
    const child = await start(
      "process.on('SIGTERM', () => { console.log('bye'); process.exit() }); console.log('re' + 'ady'); setInterval(() => 0, 1000)",
    );
    await child.end('SIGTERM');
    expect(child.stdout()).toBe('ready\nbye\n');
  });

  it('fails with what the program said when it ends before', async () => {
    await expect(start("console.error('no port'); process.exit(1)")).rejects.toThrow(/ended before .*\n?.*no port/);
  });

  it('ends the program with its signal', async () => {
    const stop = new AbortController();
    const starting = start('setInterval(() => 0, 1000)', stop.signal);
    stop.abort();
    await expect(starting).rejects.toThrow('aborted');
  });
});
