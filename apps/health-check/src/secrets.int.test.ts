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

describe('a secret', () => {
  it('is in no output, log line or result, whatever fails', async () => {
    const file = folder.file('key', 'canary-header\n');
    const headers = { Authorization: { file, prefix: 'Bearer ' } };
    const paths = ['ok', 'redirect', '503', '500', 'cut', 'reset', 'ndjson-wrong', 'nowhere'];
    const list = paths.map((path) => ({
      url: `${server.url}/${path}?api_key=canary-query&x=ghp_canary0123456789canary0123`,
      headers,
      body: { contains: 'canary-body-rule' },
    }));
    const env = { ...folder.env, TARGETS: JSON.stringify([...list, { url: 'http://127.0.0.1:1/?token=canary-dead' }]) };
    const said = [];
    for (const args of [[], ['--json'], ['--print'], ['--print', '--json']]) {
      const { code, stdout, stderr } = await runProgram(args, env);
      expect(code).toBe(1);
      said.push(stdout, stderr);
    }
    expect(server.keys).toEqual(Array.from({ length: 16 }, () => 'Bearer canary-header'));
    const all = [...said, ...folder.lines(), JSON.stringify(folder.results())].join('\n');
    expect(all).toContain('api_key=[redacted]');
    expect(all).not.toContain('canary');
  });

  it('is in no fault of the settings', async () => {
    const env = {
      ...folder.env,
      SERVICE_URL: 'http://user:canary-1@host/',
      DATA_SERVICE_URL: 'http://host/?key=canary-2',
    };
    const { code, stdout, stderr } = await runProgram([], env);
    expect(code).toBe(78);
    expect(stderr).toContain('SERVICE_URL: must have no user and password');
    expect(stdout + stderr).not.toContain('canary');
    const list = [{ url: 'http://u:canary-3@host/', headers: { 'X-Token': 'canary-4' } }];
    const second = await runProgram([], { ...folder.env, TARGETS: JSON.stringify(list) });
    expect(second.code).toBe(78);
    expect(second.stdout + second.stderr).not.toContain('canary');
  });
});
