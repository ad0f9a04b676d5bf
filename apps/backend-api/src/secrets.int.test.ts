import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceProcess } from '@slipway/service-testing';
import { createCanaries, runServiceProcess, startServiceProcess } from '@slipway/service-testing';
import type { FaultyUpstream } from './__fixtures__/faulty-upstream.ts';
import { startFaultyUpstream } from './__fixtures__/faulty-upstream.ts';

/** Processes start within a second, and several seconds late on a busy machine. */
jest.setTimeout(60_000);

const root = mkdtempSync(join(tmpdir(), 'slipway-canaries-'));
const PROJECT = 'backend-api';
const ENVIRONMENTS = ['', '_DEVELOPMENT', '_STAGING', '_PRODUCTION'];
const canaries = createCanaries(
  ENVIRONMENTS.map((name) => `EXTERNAL_INTEGRATION_KEY${name}`),
  join(root, 'secrets'),
);
let upstream: FaultyUpstream;

let mode = 'well';

/** An upstream that says the key wherever it can. */
const echo: RequestListener = (req, res) => {
  const key = String(req.headers.authorization);
  if (mode === 'reset') return void req.socket.resetAndDestroy();
  if (mode === 'garbage') return void req.socket.end(`${key}\r\n\r\n`);
  if (mode === 'well') return void res.end('{"file":"a"}\n');
  if (mode === 'html') return void res.end(`<html>${key}</html>`);
  if (mode === 'cut') {
    res.writeHead(200, { 'X-Echo': key }).write('{"file":"a"}\n');
    return void setTimeout(() => res.destroy(), 50);
  }
  const headers = {
    'X-Echo': key,
    Location: `/${key}`,
    'WWW-Authenticate': key,
    'Retry-After': key,
    'Set-Cookie': key,
  };
  res.writeHead(Number(mode), key, headers).end(`{"key":"${key}"}`);
};
const MODES = ['401', '403', '404', '429', '500', '503', '302', '204', 'html', 'garbage', 'reset', 'cut'];

beforeAll(async () => void (upstream = await startFaultyUpstream({ answer: echo })));
afterAll(async () => {
  await upstream.close();
  rmSync(root, { recursive: true, force: true });
});

function start(nodeArgs: string[] = []): Promise<ServiceProcess> {
  const url = `http://127.0.0.1:${upstream.port}/logs`;
  const env = { LOG_LEVEL: 'debug', EXTERNAL_LOGS_URL: url, EXTERNAL_LOGS_ATTEMPTS: '1', WORK_DELAY_MS: '0' };
  return startServiceProcess({ project: PROJECT, nodeArgs, env: { ...env, ...canaries.env } });
}

/** All that a client can see of an answer. */
async function seen(url: string): Promise<string> {
  const answer = await fetch(url);
  const body = await answer.text().catch((error: Error) => error.message);
  return JSON.stringify([answer.status, answer.statusText, [...answer.headers], body]);
}

describe('the keys of backend-api', () => {
  it('are handed to the provider alone, whatever it does', async () => {
    const service = await start();
    const all: string[] = [];
    for (const each of MODES) {
      mode = 'well'; // Or the breaker would open.
      await seen(`${service.url}/download_external_logs`);
      mode = each;
      for (const env of ['', '?env=development', '?env=staging', '?env=production', '?env=nowhere']) {
        all.push(await seen(`${service.url}/download_external_logs${env}`));
      }
    }
    const key = canaries.values['EXTERNAL_INTEGRATION_KEY'] as string;
    for (const path of ['/', '/openapi.json', '/version', '/readyz', '/healthz', '/nope', `/?key=${key}`]) {
      all.push(await seen(`${service.url}${path}`));
    }
    all.push(await seen(service.metricsUrl));
    process.kill(service.pid, 'SIGUSR2');
    all.push(await seen(`${service.url}/`));
    all.push(readFileSync(`/proc/${service.pid}/cmdline`, 'utf8'), readFileSync(`/proc/${service.pid}/comm`, 'utf8'));
    expect((await service.stop()).code).toBe(0);
    const used = new Set(upstream.calls.map(({ headers }) => headers.authorization));
    expect(used).toEqual(new Set(Object.values(canaries.values).map((value) => `Bearer ${value}`)));
    expect(canaries.findIn(all.join('\n'))).toEqual([]);
    expect(canaries.findIn(service.output())).toEqual([]);
    expect(service.output()).toContain('UpstreamRefused');
  });

  it('are in no line of a crash, also when the failure names them', async () => {
    const crash = "process.on('SIGHUP', () => { throw new Error('no: ' + process.env.EXTERNAL_INTEGRATION_KEY) })";
    const service = await start(['--import', `data:text/javascript,${encodeURIComponent(crash)}`]);
    process.kill(service.pid, 'SIGHUP');
    expect(await service.exited).toEqual({ code: 1, signal: null });
    expect(service.output()).toContain('crashed');
    expect(canaries.findIn(service.output())).toEqual([]);
  });

  it('are not shown when they, or other settings, have faults', async () => {
    writeFileSync(join(root, 'odd'), `${canaries.values['EXTERNAL_INTEGRATION_KEY_STAGING']} é\n`);
    const { code, output } = await runServiceProcess({
      project: PROJECT,
      env: {
        ...canaries.env,
        EXTERNAL_INTEGRATION_KEY_FILE: join(root, 'odd'),
        EXTERNAL_INTEGRATION_KEY_STAGING: undefined,
        EXTERNAL_INTEGRATION_KEY_STAGING_FILE: join(root, 'odd'),
        EXTERNAL_INTEGRATION_KEY_DEVELOPMENT: `${canaries.values['EXTERNAL_INTEGRATION_KEY_DEVELOPMENT']} x`,
        EXTERNAL_LOGS_URL: `https://user:${canaries.values['EXTERNAL_INTEGRATION_KEY']}@a/`,
        PORT: 'x',
      },
    });
    expect(code).toBe(78);
    expect(output).toContain('setting EXTERNAL_LOGS_URL: ');
    expect(output).toContain('setting EXTERNAL_INTEGRATION_KEY_STAGING: ');
    expect(canaries.findIn(output)).toEqual([]);
  });
});
