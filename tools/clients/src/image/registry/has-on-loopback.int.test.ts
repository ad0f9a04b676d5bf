import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { hasOnLoopback } from './has-on-loopback.ts';

const DIGEST = `sha256:${'5e'.repeat(32)}`;

describe('hasOnLoopback', () => {
  let server: http.Server;
  let asked: string[];
  const host = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;

  beforeAll(async () => {
    server = http.createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.statusCode = Number(/\/(\d+)\/manifests/.exec(request.url ?? '')?.[1]);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => void (asked = []));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it.each([
    ['has the image', '200', true],
    ['lacks it', '404', false],
    ['wants a login', '401', undefined],
    ['is broken', '500', undefined],
  ])('says what a registry answers that %s', async (_title, status, expected) => {
    expect(await hasOnLoopback(`${host()}/team/${status}@${DIGEST}`)).toBe(expected);
    expect(asked).toEqual([`HEAD /v2/team/${status}/manifests/${DIGEST}`]);
  });

  it.each([
    ['a registry elsewhere', () => `registry.test/team/200@${DIGEST}`],
    ['one that does not answer', () => `127.0.0.1:1/team/200@${DIGEST}`],
  ])('leaves %s to others', async (_title, ref) => {
    expect(await hasOnLoopback(ref())).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
