import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Folder } from './__fixtures__/a-folder.ts';
import { aFolder } from './__fixtures__/a-folder.ts';
import type { FaultyServer } from './__fixtures__/faulty-server.ts';
import { startFaultyServer } from './__fixtures__/faulty-server.ts';
import { killPrograms, runProgram } from './__fixtures__/run-program.ts';

/** A process starts within a second, and several seconds late on a busy machine. */
jest.setTimeout(60_000);

let server: FaultyServer;
let folder: Folder;
beforeEach(async () => {
  server = await startFaultyServer();
  folder = aFolder();
});
afterEach(() => {
  killPrograms();
  server.close();
  folder.remove();
});

const manyTargets = (count: number) => ({
  TARGETS: JSON.stringify(Array.from({ length: count }, (_, n) => ({ name: `t-${n}`, url: `${server.url}/ok` }))),
});

describe('runs at the same time', () => {
  it('neither mix nor lose lines, also while they rotate the log', async () => {
    const [runs, count] = [6, 10];
    const env = { ...folder.env, ...manyTargets(count), LOG_MAX_BYTES: '1024', LOG_KEEP: '1000' };
    for (let round = 0; round < 2; round += 1) {
      const ends = await Promise.all(Array.from({ length: runs }, () => runProgram([], env)));
      expect(ends.map(({ code }) => code)).toEqual(Array.from({ length: runs }, () => 0));
    }
    const logs = dirname(folder.env.LOG_FILE);
    const lines = readdirSync(logs).flatMap((name) =>
      readFileSync(join(logs, name), 'utf8').split('\n').filter(Boolean),
    );
    expect(readdirSync(logs).length).toBeGreaterThan(1);
    expect(lines).toHaveLength(2 * runs * count);
    expect(lines.filter((line) => !/^\S+Z ok {5}t-\d GET http:\S+\/ok 200 \d+ ms$/.test(line))).toEqual([]);
    expect(folder.results()).toHaveLength(2 * runs);
  });
});

describe('what is kept', () => {
  it('is bounded, logs and results', async () => {
    const env = { ...folder.env, ...manyTargets(10), LOG_MAX_BYTES: '1024', LOG_KEEP: '1', RESULTS_MAX_COUNT: '2' };
    for (let run = 0; run < 4; run += 1) expect((await runProgram([], env)).code).toBe(0);
    expect(readdirSync(dirname(folder.env.LOG_FILE))).toHaveLength(2);
    expect(folder.results()).toHaveLength(2);
  });
});

/** A small file system needs the right to mount. */
const root = mkdtempSync(join(tmpdir(), 'slipway-health-full-'));
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', root]).status === 0;
afterAll(() => {
  if (isMounted) spawnSync('umount', [root]);
  rmSync(root, { recursive: true, force: true });
});

(isMounted ? describe : describe.skip)('a full disk', () => {
  it('is said, leaves nothing torn among the results, and is over when space returns', async () => {
    const full = aFolder(root);
    const env = { ...full.env, ...manyTargets(3) };
    expect((await runProgram([], env)).code).toBe(0);
    const filler = join(root, 'filler');
    expect(() => writeFileSync(filler, Buffer.alloc(1e6))).toThrow('ENOSPC');

    // The log's last page has room for some more lines; the results have none.
    const { code, stderr, stdout } = await runProgram([], { ...env, ...manyTargets(100), LOG_MAX_BYTES: '1000000' });
    expect(code).toBe(74);
    expect(stdout.trimEnd().split('\n')).toHaveLength(100);
    expect(stderr).toContain(`log ${env.LOG_FILE} cannot be written: ENOSPC`);
    expect(stderr).toContain(`result in ${env.RESULTS_DIR} cannot be written: ENOSPC`);
    expect(full.results()).toHaveLength(1);

    rmSync(filler);
    expect((await runProgram([], env)).code).toBe(0);
    expect(full.results()).toHaveLength(2);
    expect(
      full
        .lines()
        .slice(-3)
        .filter((line) => !/ t-\d GET http:\S+\/ok 200 \d+ ms$/.test(line)),
    ).toEqual([]);
  });
});
