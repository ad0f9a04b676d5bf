import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceProcess } from '@slipway/service-testing';
import { startServiceProcess } from '@slipway/service-testing';

/** Ten thousand requests on a busy machine. */
jest.setTimeout(120_000);

interface Answer {
  status: number;
  file: string;
  code: string;
  /** Whether the file was there when the answer arrived. */
  isThere: boolean;
  /** When the answer says that it was made. */
  timestamp: string;
}

const mountTmpfs = (path: string) => spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', path]).status === 0;

/** A small file system needs the right to mount; without it the case cannot be built. */
const probe = mkdtempSync(join(tmpdir(), 'slipway-mount-'));
const canMount = mountTmpfs(probe);
if (canMount) spawnSync('umount', [probe]);
rmSync(probe, { recursive: true });
const itAsRoot = canMount ? it : it.skip;

let root: string;
let agent: Agent;
let isMounted = false;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'slipway-bursts-'));
  agent = new Agent({ keepAlive: true });
});
afterEach(() => {
  agent.destroy();
  if (isMounted) spawnSync('umount', [root]);
  isMounted = false;
  rmSync(root, { recursive: true, force: true });
});

const aService = (env: Record<string, string> = {}): Promise<ServiceProcess> =>
  startServiceProcess({
    project: 'entry-service',
    main: join(__dirname, '__fixtures__/entry-service.ts'),
    timeoutMs: 60_000,
    env: {
      HOST: '127.0.0.1',
      PORT: '0',
      METRICS_PORT: '0',
      LOG_FORMAT: 'json',
      LOG_DIR: join(root, 'logs'),
      WORK_DELAY_MS: '300',
      ...env,
    },
  });

function ask(url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(`${url}/`, { agent }, (response) => {
      let body = '';
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => {
        const answer = JSON.parse(body) as Answer;
        const isThere = answer.file !== undefined && existsSync(join(root, 'logs', answer.file));
        resolve({ ...answer, status: response.statusCode ?? 0, isThere });
      });
    }).on('error', reject);
  });
}

const burstOf = (count: number, url: string) => Promise.all(Array.from({ length: count }, () => ask(url)));
const statusOf = async (url: string, path: string) => (await fetch(url + path)).status;

function filesIn(folder: string): string[] {
  const hours = readdirSync(folder).filter((name) => !name.startsWith('.'));
  return hours.flatMap((hour) => readdirSync(join(folder, hour)).map((name) => `${hour}/${name}`)).sort();
}

describe('two services on one folder', () => {
  it('answer five bursts of a thousand each with 200 and lose none: unique, in order, there when answered', async () => {
    const services = await Promise.all([aService(), aService()]);
    const files: string[] = [];
    let before = ['', ''];
    for (let burst = 0; burst < 5; burst += 1) {
      const both = await Promise.all(services.map(({ url }) => burstOf(1000, url)));
      expect(both.flat().filter(({ status, isThere }) => status !== 200 || !isThere)).toEqual([]);
      for (const [index, answers] of both.entries()) {
        const names = answers.map(({ file }) => file).sort();
        expect((names[0] as string) > (before[index] as string)).toBe(true);
        before = before.with(index, names.at(-1) as string);
        files.push(...names);
        // In the order of their names the entries are in the order in which they were made.
        const byName = answers.toSorted((one, other) => (one.file < other.file ? -1 : 1));
        const times = byName.map(({ timestamp }) => timestamp);
        expect(times).toEqual(times.toSorted());
      }
    }
    expect(new Set(files).size).toBe(10_000);
    expect(filesIn(join(root, 'logs'))).toEqual(files.sort());
    for (const service of services) expect(await service.stop()).toEqual({ code: 0, signal: null });
    expect(readdirSync(join(root, 'logs')).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('a service whose folder cannot be used', () => {
  it('starts, answers 500, is not ready but alive, and recovers by itself', async () => {
    writeFileSync(join(root, 'logs'), 'in the way');
    const { url, ...service } = await aService({ WORK_DELAY_MS: '0' });
    expect(await ask(url)).toMatchObject({ status: 500, code: 'StorageUnwritable' });
    expect([await statusOf(url, '/readyz'), await statusOf(url, '/healthz')]).toEqual([503, 200]);
    rmSync(join(root, 'logs'));
    await service.waitForLine('ready again');
    expect(await ask(url)).toMatchObject({ status: 200, isThere: true });
    expect(await statusOf(url, '/readyz')).toBe(200);
    await service.stop();
  });

  itAsRoot('answers 507 while the disk is full, tears no file, and recovers by itself when there is room', async () => {
    expect((isMounted = mountTmpfs(root))).toBe(true);
    const { url, ...service } = await aService({ WORK_DELAY_MS: '0' });
    writeFileSync(join(root, 'ballast'), Buffer.alloc(300 * 1024));
    const answers = await burstOf(200, url);
    const kept = answers.filter(({ status }) => status === 200).map(({ file }) => file);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(kept.length).toBeGreaterThan(0);
    expect(new Set(refused.map(({ status, code }) => `${status} ${code}`))).toEqual(new Set(['507 StorageFull']));
    expect(filesIn(join(root, 'logs'))).toEqual(kept.sort());
    for (const file of kept)
      expect(JSON.parse(readFileSync(join(root, 'logs', file), 'utf8'))).toHaveProperty('message');
    expect(await statusOf(url, '/readyz')).toBe(503);
    expect(await statusOf(url, '/healthz')).toBe(200);
    rmSync(join(root, 'ballast'));
    await service.waitForLine('ready again');
    expect(await ask(url)).toMatchObject({ status: 200, isThere: true });
    await service.stop();
  });
});

describe('a service that keeps entries for a time', () => {
  it('drops older hours when it starts and says so', async () => {
    const hour = '20200101T00';
    mkdirSync(join(root, 'logs', hour), { recursive: true });
    writeFileSync(join(root, 'logs', hour, `${hour}0000000Z-00000001-a-b.log`), '{}\n');
    const service = await aService();
    expect(await service.waitForLine('old entries dropped')).toMatchObject({ folder: hour, entries: 1 });
    expect(existsSync(join(root, 'logs', hour))).toBe(false);
    await service.stop();
  });

  it('keeps all where it is told to', async () => {
    const hour = '20200101T00';
    mkdirSync(join(root, 'logs', hour), { recursive: true });
    const service = await aService({ LOG_RETENTION_HOURS: '0', WORK_DELAY_MS: '0' });
    await ask(service.url);
    await service.stop();
    expect(existsSync(join(root, 'logs', hour))).toBe(true);
  });
});
