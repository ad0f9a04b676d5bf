import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServiceProcess } from '@slipway/service-testing';

/** Ten thousand requests, on a machine that may be busy with something else. */
jest.setTimeout(120_000);

const BURSTS = 5;
const AT_ONCE = 1000;
const folder = mkdtempSync(join(tmpdir(), 'slipway-bursts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Kept {
  file: string;
  timestamp: string;
}

/** One request on a connection of its own. */
function ask(url: string): Promise<Kept> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      res.on('end', () => (res.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(text))));
      res.on('error', reject);
    }).on('error', reject);
  });
}

describe('two processes on one folder', () => {
  it('keep every entry of five bursts of 1,000 requests each, under names that are unique and in order', async () => {
    const env = { LOG_DIR: folder, WORK_DELAY_MS: '300' };
    const services = await Promise.all([1, 2].map(() => startServiceProcess({ project: 'data-api', env })));
    const bursts: Kept[][] = [];
    for (let n = 0; n < BURSTS; n += 1) {
      const answers = services.flatMap(({ url }) => Array.from({ length: AT_ONCE }, () => ask(url)));
      bursts.push(await Promise.all(answers));
    }
    const files = bursts.flat().map(({ file }) => file);
    expect(files).toHaveLength(services.length * BURSTS * AT_ONCE);
    expect(new Set(files).size).toBe(files.length);
    const names = readdirSync(folder, { recursive: true }).map(String);
    expect(names.filter((name) => name.endsWith('.log')).sort()).toEqual([...files].sort());
    // Each burst began when the one before was answered: its names come after all of those.
    for (const [n, burst] of bursts.slice(1).entries()) {
      const lastBefore = (bursts[n] as Kept[])
        .map(({ file }) => file)
        .sort()
        .at(-1) as string;
      expect(burst.every(({ file }) => file > lastBefore)).toBe(true);
    }
    for (const { file, timestamp } of bursts.flat().filter((_, n) => n % 100 === 0)) {
      expect(JSON.parse(readFileSync(join(folder, file), 'utf8'))).toMatchObject({ timestamp });
    }
    for (const service of services) expect((await service.stop()).code).toBe(0);
  });
});
