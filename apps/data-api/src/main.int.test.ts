import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killServiceProcesses, runServiceProcess, startServiceProcess } from '@slipway/service-testing';

/** A process starts within a second, and several seconds late on a busy machine. */
jest.setTimeout(60_000);

const PROJECT = 'data-api';
let root: string;

beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'slipway-main-'))));
afterEach(async () => {
  await killServiceProcesses();
  rmSync(root, { recursive: true, force: true });
});

const start = (env: Record<string, string> = {}) =>
  startServiceProcess({ project: PROJECT, env: { LOG_DIR: join(root, 'logs'), ...env } });
const run = (env: Record<string, string>, args: string[] = []) => runServiceProcess({ project: PROJECT, env, args });

function ask(url: string, path: string, options: { agent?: Agent; key?: string } = {}) {
  return new Promise<{ status: number; body: string; headers: IncomingHttpHeaders }>((resolve, reject) => {
    const headers = options.key ? { Authorization: `Bearer ${options.key}` } : {};
    get(`${url}${path}`, { agent: options.agent ?? false, headers }, (res) => {
      let body = '';
      res.on('data', (chunk: Buffer) => (body += chunk.toString()));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, body, headers: res.headers }));
      res.on('error', reject);
    }).on('error', reject);
  });
}

/** Names of all entries in a folder, as answers give them. */
function toEntryFiles(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true }).map(String);
  return names.filter((name) => name.endsWith('.log')).sort();
}

describe('the program', () => {
  it('answers all requests in flight at SIGTERM, is not ready and alive meanwhile, and ends with 0', async () => {
    const program = await start({ WORK_DELAY_MS: '1500' });
    const { url } = program;
    const agent = new Agent({ keepAlive: true });
    const answers = Array.from({ length: 50 }, () => ask(url, '/', { agent }));
    // The last request is in when a later one has been answered.
    await Promise.all(Array.from({ length: 3 }, () => ask(url, '/version')));
    process.kill(program.pid, 'SIGTERM');
    await program.waitForLine('draining');
    const [ready, alive] = await Promise.all([ask(url, '/readyz'), ask(url, '/healthz')]);
    expect([ready.status, alive.status]).toEqual([503, 200]);
    const replies = await Promise.all(answers);
    const lastReply = performance.now();
    expect((await program.exited).code).toBe(0);
    expect(performance.now() - lastReply).toBeLessThan(500);
    expect(new Set(replies.map(({ status, headers }) => `${status} ${headers.connection}`))).toEqual(
      new Set(['200 close']),
    );
    expect(toEntryFiles(join(root, 'logs'))).toEqual(replies.map(({ body }) => JSON.parse(body).file).sort());
    agent.destroy();
  });

  it('cuts off at the hard limit and ends with 1', async () => {
    const program = await start({ WORK_DELAY_MS: '60000', SHUTDOWN_TIMEOUT_MS: '200' });
    const { url } = program;
    const answer = ask(url, '/').catch((error: Error) => error.message);
    await ask(url, '/version');
    process.kill(program.pid, 'SIGTERM');
    expect((await program.exited).code).toBe(1);
    expect(await answer).toMatch(/hang up|ECONNRESET/);
    expect((await program.waitForLine('stopped before every request was answered'))['cutRequests']).toBe(1);
  });

  it('lists every fault of the settings and ends with 78', async () => {
    writeFileSync(join(root, 'empty'), '');
    const { code, output } = await run({
      PORT: 'x',
      LOG_LEVEL: 'loud',
      LOGS_API_KEY: 'canary',
      LOGS_API_KEY_FILE: join(root, 'empty'),
      LOGS_API_KEY_STAGING_FILE: join(root, 'empty'),
      LOGS_API_KEY_PRODUCTION_FILE: join(root, 'none'),
    });
    expect(code).toBe(78);
    for (const name of ['PORT', 'LOG_LEVEL', 'LOGS_API_KEY', 'LOGS_API_KEY_STAGING', 'LOGS_API_KEY_PRODUCTION']) {
      expect(output).toContain(`setting ${name}: `);
    }
    expect(output).toContain('5 settings have faults');
    expect(output).not.toContain('canary');
  });

  it('ends with 1 and a reason when its port is taken', async () => {
    const { url } = await start();
    const { code, output } = await run({ PORT: new URL(url).port, LOG_DIR: join(root, 'other') });
    expect(code).toBe(1);
    expect(output).toMatch(/"start failed".*EADDRINUSE/);
  });

  it('takes a new key from its file without a restart, and says once that the port needs one', async () => {
    const [key, portFile] = [join(root, 'key'), join(root, 'port')];
    writeFileSync(key, 'before\n');
    writeFileSync(portFile, '0');
    const program = await start({ LOGS_API_KEY_FILE: key, PORT: '', PORT_FILE: portFile });
    const { url } = program;
    expect((await ask(url, '/logs', { key: 'before' })).status).toBe(200);
    writeFileSync(key, 'after\n');
    writeFileSync(portFile, '1');
    await program.waitForLine(({ message, setting }) => message === 'setting changed' && setting === 'LOGS_API_KEY');
    await program.waitForLine(({ message, setting }) => message === 'restart needed' && setting === 'PORT');
    expect((await ask(url, '/logs', { key: 'before' })).status).toBe(403);
    expect((await ask(url, '/logs', { key: 'after' })).status).toBe(200);
    expect(program.output()).not.toMatch(/before"|after"/);
  });

  it('starts without its folder, is not ready, and becomes ready when it can be used', async () => {
    const folder = join(root, 'blocked');
    writeFileSync(folder, 'a file in the way');
    const program = await start({ LOG_DIR: folder, WORK_DELAY_MS: '0' });
    const { url } = program;
    expect((await ask(url, '/readyz')).status).toBe(503);
    expect((await ask(url, '/')).status).toBe(500);
    expect((await ask(url, '/healthz')).status).toBe(200);
    rmSync(folder);
    await program.waitForLine('ready again');
    expect((await ask(url, '/')).status).toBe(200);
    expect((await ask(url, '/readyz')).status).toBe(200);
  });

  it('serves metrics on a port of their own alone', async () => {
    const { url, metricsUrl } = await start();
    expect((await ask(url, '/metrics')).status).toBe(404);
    const metrics = await ask(metricsUrl, '');
    expect(metrics).toMatchObject({ status: 200, headers: { 'content-type': expect.stringContaining('text/plain') } });
    expect(metrics.body).toContain('process_cpu_seconds_total');
    expect((await ask(new URL(metricsUrl).origin, '/')).status).toBe(404);
  });

  it('checks URLs by exit code, without any setting', async () => {
    const { url } = await start();
    expect((await run({ PORT: 'x' }, ['--check', `${url}/readyz`])).code).toBe(0);
    expect((await run({}, ['--check', `${url}/nope`])).code).toBe(1);
  });

  it('warms the compile cache and ends, also where it cannot be written', async () => {
    const cache = join(root, 'cache');
    expect((await run({ NODE_COMPILE_CACHE: cache }, ['--warm'])).code).toBe(0);
    expect(readdirSync(cache)).toHaveLength(1);
    writeFileSync(join(root, 'file'), '');
    chmodSync(join(root, 'file'), 0o400);
    expect((await run({ NODE_COMPILE_CACHE: join(root, 'file', 'x') }, ['--warm'])).code).toBe(0);
  });

  it('refuses arguments it does not know', async () => {
    expect((await run({}, ['--serve'])).code).toBe(64);
  });
});
