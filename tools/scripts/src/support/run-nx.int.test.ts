import { setTimeout as sleep } from 'node:timers/promises';
import { runNx } from './run-nx.ts';

jest.setTimeout(60_000);

describe('runNx', () => {
  it('hands on every line and the exit code', async () => {
    const lines: string[] = [];
    const signal = new AbortController().signal;
    expect(await runNx(['show', 'projects'], { signal, onLine: (line) => lines.push(line) })).toBe(0);
    expect(lines).toContain('contracts');
    expect(await runNx(['no-such-target', 'contracts'], { signal, onLine: () => undefined })).toBe(1);
  });

  it('ends Nx with all its tasks when it is stopped', async () => {
    const controller = new AbortController();
    const lines: string[] = [];
    const running = runNx(['exec', '--', 'sh', '-c', 'echo pid $$; exec sleep 600'], {
      signal: controller.signal,
      onLine: (line) => {
        lines.push(line);
        if (line.startsWith('pid ')) controller.abort(new Error('enough'));
      },
    });
    await expect(running).rejects.toThrow('enough');
    const pid = Number(lines.find((line) => line.startsWith('pid '))?.slice(4));
    expect(pid).toBeGreaterThan(1);
    while (isAlive(pid)) await sleep(20); // Until the kernel has taken it away; jest sets the limit.
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
