import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProgressEvent } from '@slipway/contracts';
import { findProgram, isExecutableFile, runProcess } from '@slipway/clients';
import { ensureTools, findTools } from './ensure-tools.ts';
import { listTools } from './list-tools.ts';
import type { Versions } from '../versions/rows.ts';

const go = findProgram('go') ?? ['/usr/local/go/bin/go'].find(isExecutableFile);
const withGo = go ? describe : describe.skip;
const LONG = 180_000;

withGo('ensureTools with a Go module', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let versions: Versions;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-tools-'));
    mkdirSync(join(folder, 'package/go/hello'), { recursive: true });
    writeFileSync(join(folder, 'package/go/hello/go.mod'), 'module example.test/hello\n\ngo 1.21\n');
    writeFileSync(
      join(folder, 'package/go/hello/main.go'),
      'package main\n\nvar version string\n\nfunc main() { println("hello " + version) }\n',
    );
    // A go that notes its builds and holds them up while the file `slow` is there.
    mkdirSync(join(folder, 'go-bin'));
    const script = [
      '#!/bin/sh',
      `if [ "$1" = build ]; then echo "build $$" >> '${folder}/asked'; while [ -e '${folder}/slow' ]; do sleep 0.1; done; fi`,
      `exec '${go}' "$@"`,
    ];
    writeFileSync(join(folder, 'go-bin/go'), `${script.join('\n')}\n`, { mode: 0o755 });
    env = {
      ...process.env,
      SLIPWAY_CACHE_DIR: join(folder, 'cache'),
      PATH: `${join(folder, 'go-bin')}:${process.env['PATH']}`,
    };
    versions = {
      goToolchains: [],
      debianHostPackages: [],
      tools: {
        hello: {
          kind: 'go',
          version: '1.0.0',
          expectedMs: 1,
          diskMiB: 1,
          module: 'go/hello',
          package: '.',
          programs: ['hello', 'hullo'],
          variables: { 'main.version': 'v{version}' },
          onPath: [{ program: 'hello', args: [], pattern: 'hello v([^\\s]+)' }],
        },
      },
    };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const names = ['hello'] as never;
  const parts = () => ({ packageFolder: join(folder, 'package'), versions });
  const ensure = (onProgress?: (event: ProgressEvent) => void, signal?: AbortSignal) =>
    ensureTools(names, { env, surroundings: parts(), onProgress, signal });
  const builds = () =>
    existsSync(join(folder, 'asked')) ? readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n') : [];
  const inCache = () => readdirSync(join(folder, 'cache/tools/hello'));
  const says = async (program: string) => (await runProcess(program, [])).stderr.trim();

  /** The same call in a process of its own. */
  const ensureElsewhere = (): ChildProcess => {
    const script = `import { ensureTools } from ${JSON.stringify(join(import.meta.dirname, 'ensure-tools.ts'))};
      const tools = await ensureTools(['hello'], { surroundings: ${JSON.stringify(parts())},
        onProgress: (event) => process.stderr.write(JSON.stringify(event) + '\\n') });
      process.stdout.write(tools.path('hello'));`;
    return spawn(process.execPath, ['--input-type=module', '-e', script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  };
  const endOf = (child: ChildProcess) =>
    new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
      const output = { stdout: '', stderr: '' };
      child.stdout?.on('data', (data) => (output.stdout += data));
      child.stderr?.on('data', (data) => (output.stderr += data));
      child.once('close', (code) => resolve({ code, ...output }));
    });
  const until = async (isSo: () => boolean) => {
    for (let attempt = 0; attempt < 600 && !isSo(); attempt++) await sleep(100);
    expect(isSo()).toBe(true);
  };

  it(
    'builds it once, with its version and its second name, and finds it afterwards',
    async () => {
      await expect(findTools(names, { env, surroundings: parts() })).rejects.toMatchObject({ code: 'ToolMissing' });
      const events: ProgressEvent[] = [];
      const tools = await ensure((event) => events.push(event));
      expect(await says(tools.path('hello'))).toBe('hello v1.0.0');
      expect(await says(tools.path('hullo'))).toBe('hello v1.0.0');
      expect(events.at(0)).toMatchObject({ type: 'phase-started', phase: 'toolchain/hello', expectedMs: 1 });
      expect(events.at(-1)).toMatchObject({ type: 'phase-done', phase: 'toolchain/hello', skipped: false });
      const fractions = events.flatMap((event) => ('fraction' in event ? [event.fraction as number] : []));
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));

      const again: ProgressEvent[] = [];
      expect((await ensure((event) => again.push(event))).path('hello')).toBe(tools.path('hello'));
      expect(again).toEqual([]);
      expect((await findTools(names, { env, surroundings: parts() })).path('hello')).toBe(tools.path('hello'));
      expect(builds()).toHaveLength(1);
      expect(inCache()).toHaveLength(1);
    },
    LONG,
  );

  it(
    'hands out a folder of a module with it, and makes both anew when a file of it is damaged',
    async () => {
      mkdirSync(join(folder, 'package/go/hello/notes'));
      writeFileSync(join(folder, 'package/go/hello/notes/a.txt'), 'note', { mode: 0o444 });
      Object.assign(versions.tools['hello'] as object, {
        data: { papers: { module: 'example.test/hello', folder: 'notes' } },
      });
      const paper = join((await ensure()).root('hello'), 'papers/a.txt');
      expect(readFileSync(paper, 'utf8')).toBe('note');
      writeFileSync(paper, 'forged');
      expect(readFileSync(join((await ensure()).root('hello'), 'papers/a.txt'), 'utf8')).toBe('note');
    },
    LONG,
  );

  it(
    'builds it anew when its source changes',
    async () => {
      const before = (await ensure()).path('hello');
      writeFileSync(join(folder, 'package/go/hello/extra.go'), 'package main\n');
      expect((await ensure()).path('hello')).not.toBe(before);
      expect(builds()).toHaveLength(2);
    },
    LONG,
  );

  it(
    'builds once for two processes at once; one says that it waits and for whom',
    async () => {
      writeFileSync(join(folder, 'slow'), '');
      const children = [ensureElsewhere(), ensureElsewhere()];
      const waited = new Promise<string>((resolve) => {
        for (const { stderr } of children) {
          stderr?.on('data', (data) => {
            const owner = /wait for process (\d+)/.exec(String(data))?.[1];
            if (owner) resolve(owner);
          });
        }
      });
      const ending = Promise.all(children.map(endOf));
      expect(children.map(({ pid }) => String(pid))).toContain(await waited);
      rmSync(join(folder, 'slow'));
      const ends = await ending;
      expect(ends.map(({ code }) => code)).toEqual([0, 0]);
      expect(ends[0]?.stdout).toBe(ends[1]?.stdout);
      expect(builds()).toHaveLength(1);
    },
    LONG,
  );

  it(
    'goes on after the builder was killed, and leaves nothing of it',
    async () => {
      writeFileSync(join(folder, 'slow'), '');
      const child = ensureElsewhere();
      const end = endOf(child);
      await until(() => builds().length === 1);
      child.kill('SIGKILL');
      await end;
      expect(inCache().some((name) => name.endsWith('.lock'))).toBe(true);
      if (process.platform === 'linux') {
        const file = `/proc/${builds()[0]?.split(' ')[1]}/cmdline`;
        await until(() => !existsSync(file) || !readFileSync(file, 'utf8').includes(folder));
      }
      rmSync(join(folder, 'slow'));

      expect(await says((await ensure()).path('hello'))).toBe('hello v1.0.0');
      expect(inCache()).toHaveLength(1);
    },
    LONG,
  );

  it(
    'stops on request, frees the lock and works the next time',
    async () => {
      writeFileSync(join(folder, 'slow'), '');
      const controller = new AbortController();
      const building = ensure(undefined, controller.signal);
      building.catch(() => undefined);
      await until(() => builds().length === 1);
      controller.abort();
      await expect(building).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130 });
      expect(inCache()).toEqual([]);
      rmSync(join(folder, 'slow'));
      expect(await says((await ensure()).path('hello'))).toBe('hello v1.0.0');
    },
    LONG,
  );

  it.each([
    ['cut short', (program: string) => truncateSync(program, 100)],
    ['missing', (program: string) => rmSync(program)],
    ['not executable', (program: string) => chmodSync(program, 0o644)],
  ])(
    'makes a program that is %s anew',
    async (_title, damage) => {
      const program = (await ensure()).path('hello');
      damage(program);
      expect((await listTools({ env, surroundings: parts() }))[0]?.state).toBe('missing');
      expect(await says((await ensure()).path('hello'))).toBe('hello v1.0.0');
      expect(builds()).toHaveLength(2);
      expect(inCache()).toHaveLength(1);
    },
    LONG,
  );

  it('takes the right version from PATH, and not another', async () => {
    const put = (version: string) =>
      writeFileSync(join(folder, 'go-bin/hello'), `#!/bin/sh\necho hello v${version}\n`, { mode: 0o755 });
    put('1.0.0');
    const tools = await ensure();
    expect(tools.path('hello')).toBe(join(folder, 'go-bin/hello'));
    expect(builds()).toEqual([]);
    expect(await listTools({ env, surroundings: parts() })).toEqual([
      { name: 'hello', version: '1.0.0', kind: 'go', state: 'on-path', path: join(folder, 'go-bin') },
    ]);
    put('1.0.0-rc.1');
    await expect(findTools(names, { env, surroundings: parts() })).rejects.toMatchObject({ code: 'ToolMissing' });
  });

  it(
    "shows the compiler's words when the source is broken, and keeps no half tool",
    async () => {
      writeFileSync(join(folder, 'package/go/hello/main.go'), 'package main\n\nfunc main() { nosuch() }\n');
      const events: ProgressEvent[] = [];
      await expect(ensure((event) => events.push(event))).rejects.toMatchObject({
        code: 'GoBuildFailed',
        message: expect.stringContaining('undefined: nosuch') as string,
      });
      expect(events.at(-1)?.type).toBe('phase-failed');
      expect(inCache()).toEqual([]);
    },
    LONG,
  );

  it('refuses a tool of another platform before anything is done', async () => {
    versions.tools['hello'] = { ...versions.tools['hello'], platforms: ['aix'] } as never;
    await expect(ensure()).rejects.toMatchObject({ code: 'PlatformUnsupported' });
    expect(existsSync(join(folder, 'cache/tools'))).toBe(false);
  });

  it(
    'refuses a build that the disk has no room for',
    async () => {
      versions.tools['hello'] = { ...versions.tools['hello'], diskMiB: 1e12 } as never;
      writeFileSync(join(folder, 'package/go/hello/unique.go'), `package main\n\nvar unique = "${folder}"\n`);
      await expect(ensure()).rejects.toMatchObject({ code: 'DiskNearlyFull' });
      expect(builds()).toEqual([]);
    },
    LONG,
  );

  it('says that the cache cannot be written', async () => {
    writeFileSync(join(folder, 'cache'), 'a file');
    await expect(ensure()).rejects.toMatchObject({
      code: 'CacheNotWritable',
      message: expect.stringContaining(join(folder, 'cache')) as string,
    });
  });

  it('refuses a name that versions.json does not have', async () => {
    await expect(ensureTools(['nosuch'] as never, { env, surroundings: parts() })).rejects.toMatchObject({
      code: 'ToolUnknown',
      exitCode: 64,
    });
  });
});
