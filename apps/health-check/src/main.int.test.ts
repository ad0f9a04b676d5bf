import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Folder } from './__fixtures__/a-folder.ts';
import { aFolder } from './__fixtures__/a-folder.ts';
import type { FaultyServer } from './__fixtures__/faulty-server.ts';
import { startFaultyServer } from './__fixtures__/faulty-server.ts';
import { killPrograms, runProgram, startProgram, until } from './__fixtures__/run-program.ts';

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

const targets = (...list: object[]) => ({ TARGETS: JSON.stringify(list) });
const ok = () => ({ name: 'well', url: `${server.url}/ok` });
const dead = { name: 'dead', url: 'http://127.0.0.1:1/' };
const LINE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (ok    |FAILED) \S+ (GET|HEAD) \S+ (\d{3}|-) \d+ ms/;

describe('one run', () => {
  it('ends with 0 when every target is well, with one line each and one result', async () => {
    const list = targets(ok(), { name: 'lines', url: `${server.url}/ndjson`, body: { ndjson: true } });
    const { code, stdout, stderr } = await runProgram([], { ...folder.env, ...list });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(folder.lines().map((line) => LINE.test(line) && line.slice(25, 37).trimEnd())).toEqual([
      'ok     well',
      'ok     lines',
    ]);
    expect(stdout.trimEnd().split('\n')).toEqual(folder.lines());
    expect(folder.results()).toMatchObject([{ status: 'ok', counts: { ok: 2, failed: 0 } }]);
  });

  it('ends with 1 for a dead target, leaves a result that parses, and asks the others', async () => {
    const { code } = await runProgram(['--once'], { ...folder.env, ...targets(dead, ok()) });
    expect(code).toBe(1);
    expect(folder.results()).toMatchObject([
      {
        schema: 'slipway.health-result/v1',
        status: 'failed',
        counts: { ok: 1, failed: 1 },
        targets: [
          { name: 'dead', status: 'failed', failure: { code: 'Refused' } },
          { name: 'well', status: 'ok' },
        ],
      },
    ]);
    expect(folder.lines()[0]).toMatch(
      / FAILED dead GET http:\/\/127\.0\.0\.1:1\/ - \d+ ms Refused: the connection was refused$/,
    );
  });

  it('asks backend-api, its download and data-api where nothing is said', async () => {
    const urls = { SERVICE_URL: `${server.url}/a`, DATA_SERVICE_URL: server.url, DOWNLOAD_ENVIRONMENT: 'staging' };
    expect((await runProgram([], { ...folder.env, ...urls })).code).toBe(1);
    expect(server.asked.sort()).toEqual(['GET /', 'GET /a/', 'GET /a/download_external_logs?env=staging']);
  });

  it('asks no more targets at a time than it may', async () => {
    const list = targets(...Array.from({ length: 6 }, () => ({ url: `${server.url}/slow` })));
    expect((await runProgram([], { ...folder.env, ...list, CONCURRENCY: '2' })).code).toBe(0);
    expect(server.mostAtOnce()).toBe(2);
  });

  it('prints the result document alone with --json', async () => {
    const { code, stdout } = await runProgram(['--json'], { ...folder.env, ...targets(dead) });
    expect(code).toBe(1);
    expect([JSON.parse(stdout)]).toEqual(folder.results());
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends with the code of %s in its middle, and leaves nothing',
    async (signal) => {
      const program = startProgram([], { ...folder.env, ...targets({ url: `${server.url}/slow-body` }) });
      await until(program, () => server.asked.length === 1);
      program.kill(signal);
      expect(await program.end).toEqual({ code: signal === 'SIGTERM' ? 143 : 130, stdout: '', stderr: '' });
      expect(folder.results()).toEqual([]);
      expect(folder.lines()).toEqual([]);
    },
  );
});

describe('a run that cannot be written down', () => {
  it.each([
    ['log', 'LOG_FILE', 1],
    ['result', 'RESULTS_DIR', 0],
  ])('for its %s still checks and reports, and ends with 74', async (what, setting, results) => {
    const path = join(folder.file('a-file', ''), 'below');
    const env = { ...folder.env, [setting]: path };
    const { code, stdout, stderr } = await runProgram([], { ...env, ...targets(ok()) });
    expect(code).toBe(74);
    expect(stdout).toMatch(LINE);
    expect(stderr).toContain(`health-check: ${what}${what === 'log' ? '' : ' in'} ${path} cannot be written: `);
    expect(folder.results()).toHaveLength(results);
    expect((await runProgram([], { ...env, ...targets(dead) })).code).toBe(1);
  });
});

describe('wrong use', () => {
  it('ends with 64', async () => {
    const { code, stdout, stderr } = await runProgram(['--twice'], folder.env);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toContain('use: health-check [--once | --watch | --print] [--json]');
  });

  it('of the settings ends with 78 and says every fault at once', async () => {
    const env = { ...folder.env, TIMEOUT_MS: '0', CONCURRENCY: 'many', TARGETS: '[]', TARGETS_FILE: '/nowhere' };
    const { code, stderr } = await runProgram([], env);
    expect(code).toBe(78);
    for (const name of ['TIMEOUT_MS', 'CONCURRENCY', 'TARGETS']) expect(stderr).toContain(`setting ${name}: `);
    expect(stderr).toContain('cannot start: 3 settings have faults');
  });

  it.each([
    ['a target that is none', { url: 'x' }, 'TARGETS: target 1: url must be an http or https URL.'],
    [
      'a key that is not there',
      { url: 'http://127.0.0.1/', headers: { A: { file: '/nowhere' } } },
      'TARGETS: target-1: the file of header A does not exist.',
    ],
  ])('of the targets ends with 78: %s', async (_title, target, fault) => {
    const { code, stderr } = await runProgram([], {
      ...folder.env,
      TARGETS_FILE: folder.file('t.json', JSON.stringify([target])),
    });
    expect(code).toBe(78);
    expect(stderr).toContain(fault);
  });
});

describe('the log', () => {
  it('cannot be the folder of the results', async () => {
    const { code, stderr } = await runProgram([], { LOG_FILE: folder.path, RESULTS_DIR: `${folder.path}/` });
    expect(code).toBe(78);
    expect(stderr).toContain('RESULTS_DIR: must not be the path of LOG_FILE.');
  });
});

describe('--watch', () => {
  it('runs again and again, takes other targets from their file, and ends with 0 in the middle of a run', async () => {
    const file = folder.file('targets.json', JSON.stringify([ok()]));
    const program = startProgram(['--watch'], { ...folder.env, TARGETS_FILE: file, INTERVAL_MS: '100' });
    await until(program, () => folder.results().length >= 2);
    writeFileSync(file, 'nonsense');
    await until(program, () => program.stderr().includes('TARGETS: must be a JSON array of targets'));
    writeFileSync(file, JSON.stringify([{ name: 'other', url: `${server.url}/slow-body` }]));
    await until(program, () => server.asked.includes('GET /slow-body'));
    const before = folder.results().length;
    program.kill('SIGTERM');
    expect((await program.end).code).toBe(0);
    expect(folder.results()).toHaveLength(before);
    expect(folder.results().map(({ status }) => status)).toEqual(Array.from({ length: before }, () => 'ok'));
    expect(folder.lines()).toHaveLength(before);
  });
});

describe('--print', () => {
  it('shows log and last result and ends as that did', async () => {
    for (const [target, code] of [
      [dead, 1],
      [ok(), 0],
    ] as const) {
      await runProgram([], { ...folder.env, ...targets(target) });
      const printed = await runProgram(['--print'], folder.env);
      expect(printed).toMatchObject({ code, stderr: '' });
      const last = folder.results().at(-1);
      expect(printed.stdout).toContain(`the last ${folder.lines().length} lines\n${folder.lines().join('\n')}\n`);
      expect(printed.stdout).toContain(`${last?.id} on ${last?.host}: ${last?.status}, `);
      expect(JSON.parse((await runProgram(['--print', '--json'], folder.env)).stdout)).toEqual(last);
    }
  });

  it('says of an old result that it is stale', async () => {
    await runProgram([], { ...folder.env, ...targets(ok()) });
    const { code, stderr } = await runProgram(['--print'], { ...folder.env, STALE_AFTER_MS: '1' });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^health-check: the last result is stale: it is \d+ s old, more than 0\.001 s\n$/);
  });

  it('needs neither targets nor keys', async () => {
    await runProgram([], { ...folder.env, ...targets(ok()) });
    expect((await runProgram(['--print'], { ...folder.env, TARGETS: 'nonsense' })).code).toBe(0);
  });

  it('ends with 1 where there is no result', async () => {
    const { code, stderr } = await runProgram(['--print'], folder.env);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `health-check: there is no result in ${folder.env.RESULTS_DIR}\n`,
    });
  });
});

describe('--check and --warm', () => {
  it('do what they do in every service', async () => {
    expect((await runProgram(['--check', `${server.url}/ok`], {})).code).toBe(0);
    expect((await runProgram(['--check', `${server.url}/500`], {})).code).toBe(1);
    expect((await runProgram(['--check'], {})).code).toBe(64);
    const { code, stdout } = await runProgram(['--check', 'http://user:canary@127.0.0.1:1/?api_key=canary-2'], {});
    expect({ code, shown: stdout.includes('canary') }).toEqual({ code: 1, shown: false });
    expect(await runProgram(['--warm'], {})).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});
