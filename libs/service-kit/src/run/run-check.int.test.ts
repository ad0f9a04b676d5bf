import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runCheck } from './run-check.ts';

let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer((req, res) => {
    if (req.url === '/hang') return;
    res.statusCode = req.url === '/fails' ? 503 : 200;
    res.end(`host ${req.headers.host}`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

async function check(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await runCheck(args, (line) => void lines.push(line));
  return { code, lines };
}

describe('runCheck', () => {
  it('is well when every URL answers 2xx', async () => {
    expect(await check(`${base}/`, `${base}/a`)).toMatchObject({
      code: 0,
      lines: [/^ok /, /^ok /].map((r) => expect.stringMatching(r)),
    });
  });

  it('fails when one does not, and says which', async () => {
    const { code, lines } = await check(`${base}/`, `${base}/fails`);
    expect(code).toBe(1);
    expect(lines[1]).toBe(`failed ${base}/fails answered 503: host ${base.slice(7)}`);
  });

  it('takes another status and a text that must be there', async () => {
    expect((await check('--status', '503', `${base}/fails`)).code).toBe(0);
    expect((await check('--status', '503', `${base}/`)).code).toBe(1);
    expect((await check('--contains', 'host', `${base}/`)).code).toBe(0);
    expect((await check('--contains', 'ghost', `${base}/`)).code).toBe(1);
  });

  it('gives up on a URL that hangs or refuses', async () => {
    expect(await check('--timeout', '80', `${base}/hang`)).toEqual({
      code: 1,
      lines: [`failed ${base}/hang did not answer within 80 ms`],
    });
    expect((await check('http://127.0.0.1:1/')).lines[0]).toContain('ECONNREFUSED');
  });

  it('finds names under .localhost where the system does not', async () => {
    const url = base.replace('127.0.0.1', 'backend-api.localhost');
    expect(await check('--contains', 'backend-api.localhost', url)).toMatchObject({ code: 0 });
  });

  it.each([[[]], [['--timeout', 'x', 'http://a']], [['--status', '99', 'http://a']], [['--nope', 'http://a']]])(
    'answers wrong use %j with 64',
    async (args) => {
      expect((await check(...args)).code).toBe(64);
    },
  );

  it('does not say credentials and keys that stand in a URL', async () => {
    const { code, lines } = await check('http://user:canary@127.0.0.1:1/?api_key=canary-2');
    expect({ code, line: lines[0] }).toEqual({ code: 1, line: expect.stringMatching(/^failed http:.*127\.0\.0\.1/) });
    expect(lines.join()).not.toContain('canary');
  });

  it('refuses what is no URL', async () => {
    expect((await check('localhost:5000')).code).toBe(1);
  });
});
