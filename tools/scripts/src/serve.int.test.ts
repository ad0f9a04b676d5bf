import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

/** Two processes start one after the other, slowly on a busy machine. */
jest.setTimeout(60_000);

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'exit');
    child.kill('SIGTERM'); // What serves ends its own child; a harder signal would leave that behind.
    await ended;
  }
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const isTaken = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });

async function untilFree(port: number): Promise<void> {
  while (await isTaken(port)) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Serves data-api on a free port; `through` puts a process between, as Nx is one. */
async function serve(through: string[] = []): Promise<{ child: ChildProcess; port: number; lines: string[] }> {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const command = [
    ...through,
    process.execPath,
    join(__dirname, 'serve.ts'),
    'data-api',
    `--port=${port}`,
    `--metrics-port=${metricsPort}`,
  ];
  const child = spawn(command[0] as string, command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  output.on('line', (line) => lines.push(line));
  while (!lines.some((line) => line.includes('listening'))) await once(output, 'line');
  return { child, port, lines };
}

describe('serve', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('frees its port on %s and ends with 0', async (signal) => {
    const { child, port } = await serve();
    expect(await isTaken(port)).toBe(true);
    const ended = once(child, 'exit');
    child.kill(signal);
    expect(await ended).toEqual([0, null]);
    expect(await isTaken(port)).toBe(false);
  });

  it('shows log lines for people, and whose they are, though their reader is a pipe', async () => {
    const { lines, port } = await serve();
    const line = lines.map(stripVTControlCharacters).find((each) => each.includes('listening'));
    expect(line).toMatch(new RegExp(`^[\\d:.]{12} info  data-api listening port=${port} `));
  });

  it('frees its port when the process that started it is killed', async () => {
    const starter = `
      const { spawn } = require('node:child_process');
      spawn(process.argv[1], process.argv.slice(2), { stdio: 'inherit' });
      setInterval(() => undefined, 1000);
    `;
    const { child, port } = await serve([process.execPath, '-e', starter]);
    child.kill('SIGKILL');
    await untilFree(port);
  });

  it('says at once that its port is taken', async () => {
    const { port } = await serve();
    const second = spawn(process.execPath, [join(__dirname, 'serve.ts'), 'data-api', `--port=${port}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    children.push(second);
    let said = '';
    second.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    expect(await once(second, 'close')).toEqual([1, null]);
    expect(said).toContain(`port ${port} of 127.0.0.1 cannot be had`);
  });

  it('runs a program that is no server, and ends it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-serve-'));
    const child = spawn(process.execPath, [join(__dirname, 'serve.ts'), 'health-check', '--program=--watch'], {
      env: {
        ...process.env,
        TARGETS: '[{"name":"nobody","url":"http://127.0.0.1:1/","retries":0}]',
        LOG_FILE: join(folder, 'log'),
        RESULTS_DIR: join(folder, 'results'),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [line] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')) as [string];
    expect(line).toContain(' FAILED nobody GET http://127.0.0.1:1/ ');
    expect(readdirSync(join(folder, 'results'))).toHaveLength(1);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    rmSync(folder, { recursive: true, force: true });
  });
});
