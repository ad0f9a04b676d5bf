import type { PinnedProcess } from './spawn-pinned.ts';
import { spawnPinned } from './spawn-pinned.ts';
import { waitFor } from './wait-for.ts';

let child: PinnedProcess | undefined;
afterEach(() => child?.stop());

function run(script: string, options: { env?: NodeJS.ProcessEnv; output?: 'pipe' | 'null' } = {}): PinnedProcess {
  child = spawnPinned({ cpu: 0, program: process.execPath, args: ['-e', script], ...options });
  return child;
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('spawnPinned', () => {
  it('keeps what the program prints and how it ends', async () => {
    const { exited, stdout, stderr, isRunning } = run('console.log("out"); console.error("err"); process.exitCode = 3');
    await expect(exited).resolves.toEqual({ code: 3, signal: null });
    expect([stdout(), stderr(), isRunning()]).toEqual(['out\n', 'err\n', false]);
  });

  (process.platform === 'linux' ? it : it.skip)('runs on one CPU', async () => {
    const { exited, stdout } = run(
      'console.log(/Cpus_allowed_list:\\s+(\\S+)/.exec(require("fs").readFileSync("/proc/self/status", "utf8"))[1])',
    );
    await exited;
    expect(stdout()).toBe('0\n');
  });

  it('hands on settings, but none of the task runner', async () => {
    process.env['NX_SOMETHING'] = 'x';
    const { exited, stdout } = run('console.log(process.env.NX_SOMETHING, process.env.MINE)', { env: { MINE: 'yes' } });
    delete process.env['NX_SOMETHING'];
    await exited;
    expect(stdout()).toBe('undefined yes\n');
  });

  it('gives a real standard output that keeps nothing', async () => {
    const { exited, stdout } = run(
      'process.exit(process.stdout.write("x") && require("fs").fstatSync(1).isFile() ? 1 : 0)',
      {
        output: 'null',
      },
    );
    await expect(exited).resolves.toMatchObject({ code: 0 });
    expect(stdout()).toBe('');
  });

  it('stops the program with its children, also those that will not', async () => {
    const stubborn = 'process.on("SIGTERM", () => 0); setInterval(() => 0, 1000); console.log(process.pid);';
    const started = run(
      `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { stdio: 'inherit' });`,
    );
    const pid = await waitFor('the child', () => Number(started.stdout()) || undefined);
    expect(isAlive(pid)).toBe(true);
    await started.stop(100);
    await waitFor('its end', () => !isAlive(pid) || undefined);
    expect(started.isRunning()).toBe(false);
  });

  it('says what could not be started', async () => {
    const { exited } = spawnPinned({ cpu: 0, program: '/nowhere/at-all' });
    await expect(exited).resolves.toMatchObject({ code: 127 });
  });
});
