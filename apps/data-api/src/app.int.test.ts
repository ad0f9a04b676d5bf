import { once } from 'node:events';
import { rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { sendRaw } from '@slipway/service-testing';
import request from 'supertest';
import { aReplica, closeReplicas, getLogs, listen, toEntries } from './__fixtures__/a-replica.ts';
import { HORIZON_HEADER, INSTANCE_HEADER } from './clients/peer-headers.ts';

afterEach(closeReplicas);

describe('GET /logs', () => {
  it('gives what GET / kept, with its file', async () => {
    const { server } = await aReplica('a');
    const kept = (await request(server).get('/')).body;
    const { status, headers, body } = await getLogs(server);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/x-ndjson');
    expect(toEntries(body)).toEqual([kept]);
  });

  it('gives entries in order, after a cursor and up to a limit', async () => {
    const { server, store } = await aReplica('a');
    await Promise.all(Array.from({ length: 300 }, (_, n) => store.write({ n })));
    const all = toEntries((await getLogs(server)).body);
    expect(all.map(({ n }) => n)).toEqual(Array.from({ length: 300 }, (_, n) => n));
    const some = toEntries((await getLogs(server, `?limit=100&after=${all[99]?.file}`)).body);
    expect(some).toEqual(all.slice(100, 200));
    const bare = all[99]?.file.split('/')[1];
    expect(toEntries((await getLogs(server, `?limit=100&after=${bare}`)).body)).toEqual(some);
  });

  it('gives nothing, well, where nothing is', async () => {
    const { server } = await aReplica('a');
    expect(await getLogs(server)).toMatchObject({ status: 200, body: '' });
  });

  it.each([
    ['?limit=0', 'InvalidLimit'],
    ['?limit=-1', 'InvalidLimit'],
    ['?limit=1.5', 'InvalidLimit'],
    ['?limit=all', 'InvalidLimit'],
    ['?limit=', 'InvalidLimit'],
    ['?limit=1&limit=2', 'InvalidLimit'],
    ['?after=../../etc/passwd', 'InvalidCursor'],
    ['?after=', 'InvalidCursor'],
    ['?after[]=x', 'InvalidCursor'],
    ['?limit=1000000001', 'InvalidLimit'],
    ['?limit=99999999999999999999', 'InvalidLimit'],
    ['?scope=all', 'InvalidRequest'],
    ['?scope=own&scope=own', 'InvalidRequest'],
  ])('refuses %s as %s', async (query, code) => {
    const { server } = await aReplica('a');
    const answer = await getLogs(server, query);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ code });
  });

  it('needs a key: 401 without, 403 with a wrong one, before it looks at anything else', async () => {
    const { server } = await aReplica('a');
    const without = await request(server).get('/logs?limit=0');
    expect(without).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="logs"' } });
    expect((await getLogs(server, '?limit=0', 'wrong')).status).toBe(403);
    expect((await getLogs(server, '?scope=own', 'wrong')).status).toBe(403);
    expect((await getLogs(server, '', 'own')).status).toBe(200);
  });

  it('answers 429 with Retry-After when a key asks too often, and neither other keys nor peers', async () => {
    const { server } = await aReplica('a', { rate: 3 });
    const statuses = async (count: number, ...call: [query?: string, key?: string]) => {
      const answers = [];
      for (let n = 0; n < count; n += 1) answers.push((await getLogs(server, ...call)).status);
      return answers;
    };
    expect(await statuses(4)).toEqual([200, 200, 200, 429]);
    const late = await getLogs(server);
    expect(JSON.parse(late.body)).toMatchObject({ code: 'TooManyRequests' });
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(15);
    expect(Number(late.headers['retry-after'])).toBeLessThanOrEqual(20);
    expect(await statuses(1, '', 'own')).toEqual([200]);
    expect(new Set(await statuses(30, '?scope=own'))).toEqual(new Set([200]));
    expect(await statuses(1, '?scope=own')).toEqual([429]);
    expect(await statuses(4, '', 'wrong')).toEqual([403, 403, 403, 429]);
    expect(await statuses(1, '?scope=own', 'wrong-too')).toEqual([429]);
    expect(await statuses(2, '', 'own')).toEqual([200, 200]);
  });

  it('reads no further than its client takes', async () => {
    const { port, store } = await aReplica('a');
    await Promise.all(Array.from({ length: 3000 }, () => store.write({ message: 'x'.repeat(16_000) })));
    let given = 0;
    const read = store.read;
    jest.spyOn(store, 'read').mockImplementation(async function* (options) {
      for await (const entry of read(options)) {
        given += 1;
        yield entry;
      }
    });
    const socket = connect(port, '127.0.0.1').pause();
    socket.write('GET /logs HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer dev\r\n\r\n');
    for (let before = -1; given === 0 || before !== given;) {
      before = given;
      await new Promise((resolve) => setTimeout(resolve, 100)); // Nothing moves for so long: all buffers are full.
    }
    expect(given).toBeLessThan(2000);
    socket.destroy();
  });

  it('cuts a client that takes nothing, and waits for a replica that is busy with others', async () => {
    const { server, port, store } = await aReplica('a', { stallTimeoutMs: 200 });
    await Promise.all(Array.from({ length: 1500 }, () => store.write({ message: 'x'.repeat(16_000) })));
    async function askAndStall(query: string) {
      const socket = connect(port, '127.0.0.1').pause();
      socket.write(`GET /logs${query} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer dev\r\nConnection: close\r\n\r\n`);
      const [served] = (await once(server, 'connection')) as [Socket];
      return { socket, served };
    }
    const peer = await askAndStall('?scope=own');
    for (let before = -1; peer.served.bytesWritten === 0 || before !== peer.served.bytesWritten;) {
      before = peer.served.bytesWritten;
      await new Promise((resolve) => setTimeout(resolve, 100)); // Nothing moves for so long: all buffers are full.
    }
    const client = await askAndStall('');
    await once(client.served, 'close');
    expect(peer.served.destroyed).toBe(false);
    client.socket.destroy();

    let tail = '';
    peer.socket.on('data', (chunk: Buffer) => (tail = (tail + chunk.toString('latin1')).slice(-5))).resume();
    await once(peer.socket, 'close');
    expect(tail).toBe('0\r\n\r\n');
  });

  it('refuses HTTP/1.0, in which a cut stream would look whole', async () => {
    const { port } = await aReplica('a');
    const answer = await sendRaw(`http://127.0.0.1:${port}`, 'GET /logs HTTP/1.0\r\nAuthorization: Bearer dev\r\n\r\n');
    expect(answer).toMatchObject({ status: 426, headers: { upgrade: 'HTTP/1.1' } });
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'UpgradeRequired' });
  });

  it('answers 500 where the folder is gone', async () => {
    const { server, folder } = await aReplica('a');
    rmSync(folder, { recursive: true });
    expect((await getLogs(server)).status).toBe(500);
  });
});

describe('GET /logs of several replicas', () => {
  it('gives the same merged answer at every replica', async () => {
    const one = await aReplica('a');
    const two = await aReplica('b', { peers: [one.port] });
    const three = await aReplica('c', { peers: [one.port, two.port], minReplicas: 3 });
    for (let n = 0; n < 30; n += 1) {
      await [one, two, three][n % 3]?.store.write({ n });
      await new Promise((resolve) => setTimeout(resolve, 2)); // Another millisecond, so that names follow n.
    }
    const merged = await getLogs(three.server);
    expect(toEntries(merged.body).map(({ n }) => n)).toEqual(Array.from({ length: 30 }, (_, n) => n));
    const page = toEntries((await getLogs(three.server, `?limit=5&after=${toEntries(merged.body)[9]?.file}`)).body);
    expect(page.map(({ n }) => n)).toEqual([10, 11, 12, 13, 14]);
  });

  it('does not ask in a ring', async () => {
    const ports: number[] = [];
    const one = await aReplica('a', { peers: ports });
    ports.push(one.port);
    const two = await aReplica('b', { peers: [one.port] });
    await one.store.write({ n: 1 });
    expect(toEntries((await getLogs(two.server)).body)).toMatchObject([{ n: 1 }]);
  });

  it('holds back entries that a peer may still precede', async () => {
    const one = await aReplica('a');
    const behind = await listen((_req, res) => {
      res.writeHead(200, { [INSTANCE_HEADER]: 'x', [HORIZON_HEADER]: '20200101T000000000Z' });
      res.end();
    });
    const two = await aReplica('b', { peers: [one.port, behind.port] });
    await one.store.write({ n: 1 });
    expect(await getLogs(two.server)).toMatchObject({ status: 200, body: '' });
  });

  it('asks a replica once that is reached by two names', async () => {
    const one = await aReplica('a');
    const two = await aReplica('b', { peers: [one.port, one.port] });
    await one.store.write({ n: 1 });
    expect(toEntries((await getLogs(two.server)).body)).toHaveLength(1);
  });

  it.each([
    ['is down', () => undefined, true],
    ['fails', (_req, res) => void res.writeHead(500).end(), false],
    ['does not know the key', (_req, res) => void res.writeHead(403).end(), false],
    ['is something else', (_req, res) => void res.end('hello'), false],
    ['stays silent', () => undefined, false],
    [
      'sends what is no entry',
      (_req, res) => void res.writeHead(200, { [INSTANCE_HEADER]: 'x', [HORIZON_HEADER]: '~' }).end('hello\n'),
      false,
    ],
  ] as [string, RequestListener, boolean][])(
    'answers 503 with Retry-After when a peer %s',
    async (_title, listener, isDown) => {
      const peer = await listen(listener);
      if (isDown) peer.server.close();
      const { server, store } = await aReplica('a', { peers: [peer.port], timeoutMs: 150 });
      await store.write({ n: 1 });
      const answer = await getLogs(server);
      expect(answer.status).toBe(503);
      expect(answer.headers['retry-after']).toBe('2');
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'PeerUnreachable' });
    },
  );

  it('answers 503 when fewer replicas are found than there must be', async () => {
    const { server } = await aReplica('a', { peers: [], minReplicas: 2 });
    expect((await getLogs(server)).status).toBe(503);
  });

  it('breaks off, instead of ending well, when a peer breaks off', async () => {
    const name = (n: number) => `20200101T00/20200101T00000000${n}Z-00000001-x-1.log`;
    const peer = await listen((_req, res) => {
      res.writeHead(200, { [INSTANCE_HEADER]: 'x', [HORIZON_HEADER]: '~' });
      for (let n = 0; n < 200; n += 1)
        res.write(`{"file":"${name(0).replace('-00000001', `-${String(n).padStart(8, '0')}`)}"}\n`);
      setTimeout(() => res.destroy(), 50);
    });
    const { server } = await aReplica('a', { peers: [peer.port] });
    await expect(getLogs(server)).rejects.toThrow(/aborted|hang up/);
  });
});

describe('GET /openapi.json', () => {
  it('describes exactly the routes there are', async () => {
    const { server } = await aReplica('a');
    const { body } = await request(server).get('/openapi.json');
    expect(Object.keys(body.paths).sort()).toEqual(['/', '/healthz', '/logs', '/openapi.json', '/readyz', '/version']);
    expect(Object.keys(body.paths['/logs'].get.responses)).toEqual(
      expect.arrayContaining(['200', '400', '401', '403', '426', '429', '500', '503']),
    );
  });
});
