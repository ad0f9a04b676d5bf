import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEntryStore } from '@slipway/entry-store';
import type { ServiceProcess } from '@slipway/service-testing';
import { startServiceProcess } from '@slipway/service-testing';

/** Three processes start, one of them twice, and entries settle for some seconds. */
jest.setTimeout(120_000);

const KEY = 'key-of-this-test';
const root = mkdtempSync(join(tmpdir(), 'slipway-replicas-'));
const replicas: ServiceProcess[] = [];
let ports: number[];

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Ports that were free a moment ago: every replica must know those of the others. */
async function findPorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const found = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return found;
}

function startReplica(index: number): Promise<ServiceProcess> {
  return startServiceProcess({
    project: 'data-api',
    env: {
      PORT: String(ports[index]),
      LOG_DIR: join(root, `replica-${index}`),
      LOGS_PEERS: ports.map((port) => `127.0.0.1:${port}`).join(','),
      LOGS_PEERS_MIN: '3',
      LOGS_API_KEY: KEY,
      LOGS_RATE_PER_MINUTE: '1000000',
      LOGS_RATE_BURST: '1000000',
      WORK_DELAY_MS: '0',
    },
  });
}

/** So much that no buffers between two replicas hold it: a download is under way when one of them is killed. */
async function fillFolder(index: number): Promise<void> {
  const store = createEntryStore({ folder: join(root, `replica-${index}`), host: 'before' });
  await store.open();
  const entry = { message: 'x'.repeat(8000) };
  await Promise.all(Array.from({ length: 4000 }, () => store.write(entry)));
  await store.close();
}

interface Answer {
  status: number;
  text: string;
  /** Whether the answer ended as HTTP says a whole one ends. */
  isWhole: boolean;
  retryAfter: string | undefined;
}

/** Never rejects: a connection that is cut is an answer that is not whole. */
function ask(url: string, onHead: () => void = () => undefined): Promise<Answer> {
  return new Promise((resolve) => {
    const none = { status: 0, text: '', isWhole: false, retryAfter: undefined };
    const request = get(url, { agent: false, headers: { Authorization: `Bearer ${KEY}` } }, (res) => {
      const answer: Answer = { ...none, status: res.statusCode ?? 0, retryAfter: res.headers['retry-after'] };
      res.setEncoding('utf8').on('data', (chunk: string) => {
        answer.text += chunk;
        onHead();
      });
      res.on('error', () => undefined).on('close', () => resolve({ ...answer, isWhole: res.complete }));
    });
    request.on('error', () => resolve(none));
  });
}

const filesOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => (JSON.parse(line) as { file: string }).file);

describe('three replicas, one killed', () => {
  it('give every entry once and in order, or say that they cannot', async () => {
    ports = await findPorts(3);
    await fillFolder(2);
    replicas.push(...(await Promise.all([0, 1, 2].map(startReplica))));

    const kept = new Set<string>();
    const load = { isOn: true };
    async function writeTo(index: number): Promise<void> {
      while (load.isOn) {
        const { status, text } = await ask(`http://127.0.0.1:${ports[index]}/`);
        if (status === 200) kept.add((JSON.parse(text) as { file: string }).file);
        await new Promise((resolve) => setTimeout(resolve, status === 200 ? 2 : 50));
      }
    }
    const writers = [0, 1, 2].map(writeTo);

    const paged: string[] = [];
    let refusals = 0;
    const logs = `http://127.0.0.1:${ports[0]}/logs`;
    /** One page; gives whether it brought anything. */
    async function page(): Promise<boolean> {
      const last = paged.at(-1);
      const { status, text, isWhole, retryAfter } = await ask(`${logs}?limit=400${last ? `&after=${last}` : ''}`);
      if (status === 200 && isWhole) {
        const files = filesOf(text);
        paged.push(...files);
        return files.length > 0;
      }
      // A cut answer is passed over as a whole; the cursor has not moved.
      if (status !== 0 && status !== 200) {
        expect([status, retryAfter]).toEqual([503, '2']);
        expect(JSON.parse(text)).toMatchObject({ code: 'PeerUnreachable' });
      }
      refusals += 1;
      return false;
    }

    while (paged.length < 4400) await page();

    const begun = new Set<number>();
    const downloads = [0, 1].map((index) =>
      ask(`http://127.0.0.1:${ports[index]}/logs`, () => {
        if (begun.size < 2 && begun.add(index).size === 2) process.kill(replicas[2]?.pid ?? 0, 'SIGKILL');
      }),
    );
    await replicas[2]?.exited;
    for (const { status, isWhole, text } of await Promise.all(downloads)) {
      expect([status, isWhole]).toEqual([200, false]);
      expect(filesOf(text)).toEqual(paged.slice(0, filesOf(text).length));
    }
    while (refusals < 3) expect(await page()).toBe(false);
    const before = paged.length;

    replicas[2] = await startReplica(2);
    while (paged.length < before + 400) await page();
    load.isOn = false;
    await Promise.all(writers);
    while (![...kept].every((file) => file <= (paged.at(-1) ?? ''))) await page();

    expect(paged).toEqual([...new Set(paged)].sort());
    expect([...kept].filter((file) => !paged.includes(file))).toEqual([]);
    for (const port of ports) {
      const { isWhole, text } = await ask(`http://127.0.0.1:${port}/logs`);
      expect(isWhole).toBe(true);
      expect(filesOf(text)).toEqual(paged);
    }
  });
});
