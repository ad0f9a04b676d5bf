import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceProcess } from '@slipway/service-testing';
import { createCanaries, runServiceProcess, sendRaw, startServiceProcess } from '@slipway/service-testing';
import { closeReplicas, listen } from './__fixtures__/a-replica.ts';
import { HORIZON_HEADER, INSTANCE_HEADER } from './clients/peer-headers.ts';

/** Processes start within a second, and several seconds late on a busy machine. */
jest.setTimeout(60_000);

const root = mkdtempSync(join(tmpdir(), 'slipway-canaries-'));
const PROJECT = 'data-api';
const canaries = createCanaries(
  ['', '_DEVELOPMENT', '_STAGING', '_PRODUCTION'].map((name) => `LOGS_API_KEY${name}`),
  join(root, 'secrets'),
);
const key = canaries.values['LOGS_API_KEY'] as string;

afterAll(async () => {
  await closeReplicas();
  rmSync(root, { recursive: true, force: true });
});

const start = (env: Record<string, string> = {}, nodeArgs: string[] = []): Promise<ServiceProcess> =>
  startServiceProcess({
    project: PROJECT,
    nodeArgs,
    env: { LOG_LEVEL: 'debug', WORK_DELAY_MS: '0', LOGS_RATE_BURST: '5', ...canaries.env, ...env },
  });

/** All that a client can see of an answer. */
async function seen(url: string, token = ''): Promise<string> {
  const answer = await fetch(url, token ? { headers: { Authorization: `Bearer ${token}` } } : {});
  const body = await answer.text().catch((error: Error) => error.message);
  return JSON.stringify([answer.status, answer.statusText, [...answer.headers], body]);
}

describe('the keys of data-api', () => {
  it('are in nothing that it writes or answers', async () => {
    const service = await start();
    const all: string[] = [];
    // Right, too often, wrong, nearly right, in the wrong place.
    for (const token of Object.values(canaries.values)) {
      all.push(await seen(`${service.url}/logs?after=${token}`, token));
      for (let n = 0; n < 7; n += 1) all.push(await seen(`${service.url}/logs`, token));
      all.push(await seen(`${service.url}/logs`, `${token}x`));
    }
    for (const path of ['/', '/openapi.json', '/version', '/readyz', '/healthz', `/?key=${key}`]) {
      all.push(await seen(`${service.url}${path}`, key));
    }
    all.push(await seen(service.metricsUrl, key));
    const { headers, body } = await sendRaw(
      service.url,
      `GET /logs HTTP/1.1\r\nAuthorization: Bearer ${key}\r\nbad\r\n\r\n`,
    );
    all.push(JSON.stringify(headers), body);
    process.kill(service.pid, 'SIGUSR2');
    all.push(await seen(`${service.url}/logs`, key));
    all.push(readFileSync(`/proc/${service.pid}/cmdline`, 'utf8'), readFileSync(`/proc/${service.pid}/comm`, 'utf8'));
    expect((await service.stop()).code).toBe(0);
    for (const code of ['InvalidCursor', 'TooManyRequests', 'Forbidden']) expect(all.join('\n')).toContain(code);
    expect(canaries.findIn(all.join('\n'))).toEqual([]);
    expect(canaries.findIn(service.output())).toEqual([]);
  });

  it.each([
    [
      'refuses it',
      (req, res) => void res.writeHead(403, String(req.headers.authorization)).end(req.headers.authorization),
    ],
    [
      'sends it as an entry',
      (req, res) => {
        res.writeHead(200, {
          [INSTANCE_HEADER]: 'x',
          [HORIZON_HEADER]: '~',
          'X-Echo': String(req.headers.authorization),
        });
        res.end(`${req.headers.authorization}\n`);
      },
    ],
    ['says it as garbage', (req) => void req.socket.end(`${req.headers.authorization}\r\n\r\n`)],
  ] as [string, RequestListener][])('are not shown when a peer that was asked with one %s', async (_what, answer) => {
    const peer = await listen(answer);
    const service = await start({ LOGS_PEERS: `127.0.0.1:${peer.port}` });
    const text = await seen(`${service.url}/logs`, key);
    expect(text).toContain('PeerUnreachable');
    await service.waitForOutput('PeerUnreachable');
    expect(canaries.findIn(text + service.output())).toEqual([]);
    await service.stop();
  });

  it('are in no line of a crash, also when the failure names them', async () => {
    const crash = "process.on('SIGHUP', () => { throw new Error('no: ' + process.env.LOGS_API_KEY) })";
    const service = await start({}, ['--import', `data:text/javascript,${encodeURIComponent(crash)}`]);
    process.kill(service.pid, 'SIGHUP');
    expect(await service.exited).toEqual({ code: 1, signal: null });
    expect(service.output()).toContain('crashed');
    expect(canaries.findIn(service.output())).toEqual([]);
  });

  it('are not shown when they, or other settings, have faults', async () => {
    writeFileSync(join(root, 'odd'), `${canaries.values['LOGS_API_KEY_STAGING']} é\n`);
    const { code, output } = await runServiceProcess({
      project: PROJECT,
      env: {
        ...canaries.env,
        LOGS_API_KEY: `${key} x`,
        LOGS_API_KEY_STAGING: undefined,
        LOGS_API_KEY_STAGING_FILE: join(root, 'odd'),
        LOGS_PEERS: 'a b',
        PORT: 'x',
      },
    });
    expect(code).toBe(78);
    expect(output).toContain('setting LOGS_API_KEY: ');
    expect(output).toContain('setting LOGS_API_KEY_STAGING: ');
    expect(canaries.findIn(output)).toEqual([]);
  });
});
