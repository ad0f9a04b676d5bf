import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killServiceProcesses, runServiceProcess, startServiceProcess } from './service-process.ts';

const root = mkdtempSync(join(tmpdir(), 'slipway-service-process-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A program that does what a service does at its start, and then what the test says. */
function aProgram(body: string): string {
  const main = join(root, `main-${process.hrtime.bigint()}.mjs`);
  const log = 'const log = (line) => process.stdout.write(`${JSON.stringify(line)}\\n`);';
  const listening = "const listening = () => log({ message: 'listening', port: 11, metricsPort: 12 });";
  writeFileSync(main, `${log}\n${listening}\n${body}\n`);
  return main;
}

const STAYS = 'listening(); setInterval(() => undefined, 1000);';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('startServiceProcess', () => {
  it('gives the addresses that the service logs, and its output', async () => {
    const main = aProgram(`process.stderr.write('warn\\n'); ${STAYS}`);
    await using service = await startServiceProcess({ project: 'x', main });
    expect(service.url).toBe('http://127.0.0.1:11');
    expect(service.metricsUrl).toBe('http://127.0.0.1:12/metrics');
    await service.waitForOutput(/^warn$/m);
    expect(service.lines()).toEqual([{ message: 'listening', port: 11, metricsPort: 12 }]);
  });

  it('runs it with a clean environment and in a folder of its own', async () => {
    process.env['SLIPWAY_LEAK'] = 'leak';
    const main = aProgram(`log({ env: process.env, cwd: process.cwd() }); ${STAYS}`);
    const service = await startServiceProcess({ project: 'x', main, env: { WORK_DELAY_MS: '0', HOST: undefined } });
    delete process.env['SLIPWAY_LEAK'];
    const { env, cwd } = await service.waitForLine((line) => 'env' in line);
    expect(env).toEqual({
      PATH: process.env['PATH'],
      PORT: '0',
      METRICS_PORT: '0',
      LOG_FORMAT: 'json',
      WORK_DELAY_MS: '0',
    });
    expect(cwd).toBe(service.cwd);
    await service.stop();
    expect(existsSync(service.cwd)).toBe(false);
  });

  it('fails with the output of a program that ends before it listens', async () => {
    const main = aProgram("process.stderr.write('no such setting'); process.exitCode = 78;");
    await expect(startServiceProcess({ project: 'x', main })).rejects.toThrow(
      /before the process ended.*no such sett/s,
    );
  });

  it('ends a program that does not listen in time', async () => {
    const main = aProgram('log({ message: "pid", pid: process.pid }); setInterval(() => undefined, 1000);');
    const failure = await startServiceProcess({ project: 'x', main, timeoutMs: 1500 }).catch((error: Error) => error);
    expect(failure).toMatchObject({ message: expect.stringContaining('did not come within 1500 ms') });
    const pid = Number(/"pid":(\d+)/.exec((failure as Error).message)?.[1]);
    expect(pid).toBeGreaterThan(0);
    await untilGone(pid);
  });

  it('waits for a line that comes later, and fails when the program ends without it', async () => {
    const main = aProgram(`process.on('SIGUSR1', () => log({ message: 'told', n: 1 }));
      process.on('SIGTERM', () => process.exit(3)); ${STAYS}`);
    const service = await startServiceProcess({ project: 'x', main });
    const told = service.waitForLine('told');
    process.kill(service.pid, 'SIGUSR1');
    expect(await told).toEqual({ message: 'told', n: 1 });
    const never = expect(service.waitForLine('never')).rejects.toThrow('before the process ended');
    expect(await service.stop()).toEqual({ code: 3, signal: null });
    await never;
  });

  it('kills with the service what the service started', async () => {
    const main = aProgram(`import { spawn } from 'node:child_process';
      log({ message: 'child', pid: spawn('sleep', ['60'], { stdio: 'inherit' }).pid }); ${STAYS}`);
    const service = await startServiceProcess({ project: 'x', main });
    const { pid } = await service.waitForLine('child');
    expect(await service.stop('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    await untilGone(pid as number);
  });

  it('kills what does not end when it is told to', async () => {
    const main = aProgram(`process.on('SIGTERM', () => undefined); ${STAYS}`);
    const service = await startServiceProcess({ project: 'x', main, timeoutMs: 1500 });
    expect(await service.stop()).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('kills all that is left when it is told to, as after each test file', async () => {
    const { pid, exited } = await startServiceProcess({ project: 'x', main: aProgram(STAYS) });
    await killServiceProcesses();
    expect(await exited).toEqual({ code: null, signal: 'SIGKILL' });
    expect(isAlive(pid)).toBe(false);
  });

  it('ends with the process that started it, also when that one is killed', async () => {
    const starter = join(root, 'starter.mjs');
    const source = join(import.meta.dirname, 'service-process.ts');
    const options = JSON.stringify({ project: 'x', main: aProgram(STAYS) });
    writeFileSync(
      starter,
      `import { startServiceProcess } from ${JSON.stringify(source)};
       process.stdout.write(String((await startServiceProcess(${options})).pid)); setInterval(() => undefined, 1000);`,
    );
    const child = spawn(process.execPath, [starter], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [text] = (await once(child.stdout, 'data')) as [Buffer];
      const pid = Number(text.toString());
      expect(isAlive(pid)).toBe(true);
      child.kill('SIGKILL');
      await untilGone(pid);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

describe('runServiceProcess', () => {
  it('gives exit code and output of a program that ends', async () => {
    const main = aProgram('log(process.argv.slice(2)); process.exitCode = 64;');
    const { code, output } = await runServiceProcess({ project: 'x', main, args: ['--check', 'u'] });
    expect([code, output]).toEqual([64, '["--check","u"]\n']);
  });
});
