import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A process starts within a second, and several seconds late on a busy machine. */
jest.setTimeout(60_000);

type Line = { level: string; message: string; port: number; [key: string]: unknown };

/** data-api as a process of its own, with what it logged. */
class Program {
  readonly lines: Line[] = [];
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  #waiting: (() => void)[] = [];

  constructor(env: NodeJS.ProcessEnv = {}, args: string[] = []) {
    this.child = spawn(process.execPath, [join(__dirname, 'main.ts'), ...args], {
      env: {
        PATH: process.env['PATH'],
        HOST: '127.0.0.1',
        PORT: '0',
        METRICS_PORT: '0',
        LOG_DIR: join(root, 'logs'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (text) => this.#take(text));
    }
    programs.push(this);
  }

  #take(text: string): void {
    this.lines.push(text.startsWith('{') ? (JSON.parse(text) as Line) : ({ level: 'text', message: text } as Line));
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** The first line that fits; fails when the program ends before. */
  async line(fits: (line: Line) => boolean): Promise<Line> {
    for (;;) {
      const found = this.lines.find(fits);
      if (found) return found;
      const isOver = await Promise.race([
        this.ended.then(() => true),
        new Promise<boolean>((resolve) => this.#waiting.push(() => resolve(false))),
      ]);
      if (isOver && !this.lines.some(fits)) throw new Error(`ended first: ${JSON.stringify(this.lines)}`);
    }
  }

  said(message: string): Promise<Line> {
    return this.line((line) => line.message === message);
  }

  async port(): Promise<number> {
    return (await this.said('listening')).port;
  }
}

let root: string;
const programs: Program[] = [];

beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'slipway-main-'))));
afterEach(async () => {
  for (const { child, ended } of programs.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  rmSync(root, { recursive: true, force: true });
});

function ask(port: number, path: string, options: { agent?: Agent; key?: string } = {}) {
  return new Promise<{ status: number; body: string; headers: IncomingHttpHeaders }>((resolve, reject) => {
    const headers = options.key ? { Authorization: `Bearer ${options.key}` } : {};
    get({ host: '127.0.0.1', port, path, agent: options.agent ?? false, headers }, (res) => {
      let body = '';
      res.on('data', (chunk: Buffer) => (body += chunk.toString()));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, body, headers: res.headers }));
      res.on('error', reject);
    }).on('error', reject);
  });
}

describe('the program', () => {
  it('answers all requests in flight at SIGTERM, is not ready and alive meanwhile, and ends with 0', async () => {
    const program = new Program({ WORK_DELAY_MS: '1500' });
    const port = await program.port();
    const agent = new Agent({ keepAlive: true });
    const answers = Array.from({ length: 50 }, () => ask(port, '/', { agent }));
    // The last request is in when a later one has been answered.
    await Promise.all(Array.from({ length: 3 }, () => ask(port, '/version')));
    program.child.kill('SIGTERM');
    await program.said('draining');
    const [ready, alive] = await Promise.all([ask(port, '/readyz'), ask(port, '/healthz')]);
    expect([ready.status, alive.status]).toEqual([503, 200]);
    const replies = await Promise.all(answers);
    const lastReply = performance.now();
    expect(await program.ended).toBe(0);
    expect(performance.now() - lastReply).toBeLessThan(500);
    expect(new Set(replies.map(({ status, headers }) => `${status} ${headers.connection}`))).toEqual(
      new Set(['200 close']),
    );
    expect(readdirSync(join(root, 'logs')).sort()).toEqual(replies.map(({ body }) => JSON.parse(body).file).sort());
    agent.destroy();
  });

  it('cuts off at the hard limit and ends with 1', async () => {
    const program = new Program({ WORK_DELAY_MS: '60000', SHUTDOWN_TIMEOUT_MS: '200' });
    const port = await program.port();
    const answer = ask(port, '/').catch((error: Error) => error.message);
    await ask(port, '/version');
    program.child.kill('SIGTERM');
    expect(await program.ended).toBe(1);
    expect(await answer).toMatch(/hang up|ECONNRESET/);
    expect((await program.said('stopped before every request was answered'))['cutRequests']).toBe(1);
  });

  it('lists every fault of the settings and ends with 78', async () => {
    writeFileSync(join(root, 'empty'), '');
    const program = new Program({
      PORT: 'x',
      LOG_LEVEL: 'loud',
      LOGS_API_KEY: 'canary',
      LOGS_API_KEY_FILE: join(root, 'empty'),
      LOGS_API_KEY_STAGING_FILE: join(root, 'empty'),
      LOGS_API_KEY_PRODUCTION_FILE: join(root, 'none'),
    });
    expect(await program.ended).toBe(78);
    const said = program.lines.map(({ message }) => message).join('\n');
    for (const name of ['PORT', 'LOG_LEVEL', 'LOGS_API_KEY', 'LOGS_API_KEY_STAGING', 'LOGS_API_KEY_PRODUCTION']) {
      expect(said).toContain(`setting ${name}: `);
    }
    expect(said).toContain('5 settings have faults');
    expect(said).not.toContain('canary');
  });

  it('ends with 1 and a reason when its port is taken', async () => {
    const port = await new Program().port();
    const second = new Program({ PORT: String(port) });
    expect(await second.ended).toBe(1);
    expect(JSON.stringify(await second.said('start failed'))).toContain('EADDRINUSE');
  });

  it('takes a new key from its file without a restart, and says once that the port needs one', async () => {
    const [key, portFile] = [join(root, 'key'), join(root, 'port')];
    writeFileSync(key, 'before\n');
    writeFileSync(portFile, '0');
    const program = new Program({ LOGS_API_KEY_FILE: key, PORT: '', PORT_FILE: portFile });
    const port = await program.port();
    expect((await ask(port, '/logs', { key: 'before' })).status).toBe(200);
    writeFileSync(key, 'after\n');
    writeFileSync(portFile, '1');
    await program.line(({ message, setting }) => message === 'setting changed' && setting === 'LOGS_API_KEY');
    await program.line(({ message, setting }) => message === 'restart needed' && setting === 'PORT');
    expect((await ask(port, '/logs', { key: 'before' })).status).toBe(403);
    expect((await ask(port, '/logs', { key: 'after' })).status).toBe(200);
    expect(JSON.stringify(program.lines)).not.toMatch(/before"|after"/);
  });

  it('starts without its folder, is not ready, and becomes ready when it can be used', async () => {
    const folder = join(root, 'blocked');
    writeFileSync(folder, 'a file in the way');
    const program = new Program({ LOG_DIR: folder, WORK_DELAY_MS: '0' });
    const port = await program.port();
    expect((await ask(port, '/readyz')).status).toBe(503);
    expect((await ask(port, '/')).status).toBe(500);
    expect((await ask(port, '/healthz')).status).toBe(200);
    rmSync(folder);
    await program.said('ready again');
    expect((await ask(port, '/')).status).toBe(200);
    expect((await ask(port, '/readyz')).status).toBe(200);
  });

  it('serves metrics on a port of their own alone', async () => {
    const program = new Program();
    const { port, metricsPort } = (await program.said('listening')) as Line & { metricsPort: number };
    expect((await ask(port, '/metrics')).status).toBe(404);
    const metrics = await ask(metricsPort, '/metrics');
    expect(metrics).toMatchObject({ status: 200, headers: { 'content-type': expect.stringContaining('text/plain') } });
    expect(metrics.body).toContain('process_cpu_seconds_total');
    expect((await ask(metricsPort, '/')).status).toBe(404);
  });

  it('checks URLs by exit code, without any setting', async () => {
    const port = await new Program().port();
    const well = new Program({ PORT: 'x' }, ['--check', `http://127.0.0.1:${port}/readyz`]);
    expect(await well.ended).toBe(0);
    const ill = new Program({}, ['--check', `http://127.0.0.1:${port}/nope`]);
    expect(await ill.ended).toBe(1);
  });

  it('warms the compile cache and ends, also where it cannot be written', async () => {
    const cache = join(root, 'cache');
    expect(await new Program({ NODE_COMPILE_CACHE: cache }, ['--warm']).ended).toBe(0);
    expect(readdirSync(cache)).toHaveLength(1);
    writeFileSync(join(root, 'file'), '');
    chmodSync(join(root, 'file'), 0o400);
    expect(await new Program({ NODE_COMPILE_CACHE: join(root, 'file', 'x') }, ['--warm']).ended).toBe(0);
  });

  it('refuses arguments it does not know', async () => {
    expect(await new Program({}, ['--serve']).ended).toBe(64);
  });
});
