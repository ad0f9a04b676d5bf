import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ImageRef } from '@slipway/contracts';
import { runProcess } from '@slipway/clients/src/process/run-process.ts';
import { ensureTools } from '@slipway/toolchain';
import { runDocker, toHostPlatform } from './run-time.ts';
import type { DockerSchema } from './schema.d.ts';
import { toRequest } from './to-request.ts';

const repository = resolve(import.meta.dirname, '../../../../..');
const isRootOnLinux = process.platform === 'linux' && process.getuid?.() === 0;
/** Without root, building needs ids from /etc/subuid, which a machine may not grant. */
const describeBuild = isRootOnLinux ? describe : describe.skip;

const BUNDLE = `
const { flushCompileCache } = require('node:module');
if (process.argv.includes('--warm')) { flushCompileCache(); process.exit(0); }
console.log(JSON.stringify({ uid: process.getuid(), logs: process.env.LOG_DIR }));
`;

describeBuild('the docker executor', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let printed: string[];
  jest.setTimeout(180_000);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-docker-target-'));
    const { SLIPWAY_REGISTRY: _registry, SLIPWAY_IMAGE_ENGINE: _engine, ...inherited } = process.env;
    // Tools come from where they always are; images, bases and storage are the test's own.
    await ensureTools(['buildah', 'base-libraries', 'crane'], { env: process.env });
    env = { ...inherited, DOCKER_CONFIG: join(folder, 'no-logins') };
  });
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  beforeEach(() => void (printed = []));

  const makeWorkspace = async (name: string, bundle = BUNDLE) => {
    const root = join(folder, name);
    await mkdir(join(root, 'dist/apps/api'), { recursive: true });
    await mkdir(join(root, 'apps/api'), { recursive: true });
    await writeFile(join(root, 'dist/apps/api/main.js'), bundle);
    await cp(join(repository, 'apps/backend-api/Dockerfile'), join(root, 'apps/api/Dockerfile'));
    return root;
  };
  const makeEnvironment = async (root: string, name: string, registry: string, locked: boolean, digest?: string) => {
    const at = join(root, 'deploy/environments', name);
    await mkdir(at, { recursive: true });
    await writeFile(
      join(at, 'environment.yaml'),
      `schema: slipway.environment/v1\nname: ${name}\ncontext: none\nnamespace: x\nregistry: ${registry}\n` +
        `ingress: { domain: localhost }\nlocked: ${locked}\n`,
    );
    const releases = digest ? `{ api: { repository: slipway/api, digest: "${digest}" } }` : '{}';
    const lock = `schema: slipway.release-lock/v1\nenvironment: ${name}\nreleases: ${releases}\n`;
    if (locked) await writeFile(join(at, 'releases.lock.yaml'), lock);
  };
  const docker = (root: string, options: DockerSchema = {}): Promise<ImageRef> => {
    const request = toRequest(options, {
      ...{ workspaceRoot: root, project: 'api', projectRoot: 'apps/api', hostPlatform: toHostPlatform(), env },
    });
    const baseDir = join(repository, 'deploy/images/node');
    return runDocker(
      { ...request, baseDir, nodeModules: join(repository, 'node_modules') },
      {
        env,
        imagesDir: join(folder, 'images'),
        signal: new AbortController().signal,
        print: (line) => printed.push(line),
      },
    );
  };

  it('gives one digest from two folders and umasks, and builds nothing the second time', async () => {
    const first = await docker(await makeWorkspace('one'));
    const umask = process.umask(0o077);
    const second = await makeWorkspace('two')
      .then((root) => docker(root))
      .finally(() => process.umask(umask));
    expect(second).toEqual(first);

    printed = [];
    expect(await docker(join(folder, 'one'))).toEqual(first);
    expect(printed).toEqual([`api: unchanged, ${first.digest} is what is there already; nothing built`]);
  });

  it('gives another digest for another bundle, and builds two at once', async () => {
    const roots = await Promise.all([makeWorkspace('three', `${BUNDLE}//3`), makeWorkspace('four', `${BUNDLE}//4`)]);
    const [three, four] = await Promise.all(roots.map((root) => docker(root)));
    expect(three?.digest).not.toBe(four?.digest);
  });

  it('makes an image whose Node accepts the compile cache on a read-only root as uid 65532', async () => {
    const root = await makeWorkspace('one');
    await docker(root);
    const files = join(folder, 'rootfs');
    await mkdir(files);
    const layout = join(root, 'dist/images/api');
    const readBlob = async (digest: string) => readFile(join(layout, 'blobs/sha256', digest.slice(7)), 'utf8');
    const index = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8'));
    const manifest = JSON.parse(await readBlob(index.manifests[0].digest));
    for (const { digest } of manifest.layers) {
      await runProcess('tar', ['-xpzf', join(layout, 'blobs/sha256', digest.slice(7)), '-C', files, '--same-owner']);
    }
    const { config } = JSON.parse(await readBlob(manifest.config.digest));
    const settings = Object.fromEntries(config.Env.map((line: string) => line.split(/=(.*)/s).slice(0, 2)));
    const script =
      'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && exec chroot --userspec=65532:65532 "$1" /usr/local/bin/node /app/main.js';
    const { stdout, stderr } = await runProcess(
      'unshare',
      ['--mount', '--propagation', 'private', '/bin/sh', '-c', script, 'sh', files],
      {
        env: { ...settings, PATH: process.env['PATH'], NODE_DEBUG_NATIVE: 'COMPILE_CACHE' },
      },
    );
    expect(stdout).toContain('{"uid":65532,"logs":"/var/data/logs"}');
    expect(stderr).toMatch(/code cache for CommonJS \/app\/main\.js was accepted/);
    expect([config.User, config.Entrypoint]).toEqual(['65532:65532', ['node', '/app/main.js']]);
  });

  describe('with a registry', () => {
    let stop: () => Promise<void>;
    let registry: string;
    beforeAll(async () => {
      const tools = await ensureTools(['crane'], { env: process.env });
      const server = spawn(tools.path('crane'), ['registry', 'serve', '--address', '127.0.0.1:0'], { env: tools.env });
      const ended = new Promise((done) => server.once('exit', done));
      registry = await new Promise((done) =>
        server.stderr.on('data', (chunk) => {
          const port = /serving on port (\d+)/.exec(String(chunk))?.[1];
          if (port) done(`127.0.0.1:${port}`);
        }),
      );
      stop = async () => {
        server.kill();
        await ended;
      };
    });
    afterAll(() => stop());

    it('pushes once, and looks the digest up where the environment has a lock', async () => {
      const root = await makeWorkspace('one');
      await makeEnvironment(root, 'test', registry, false);
      const ref = await docker(root, { environment: 'test' });
      await docker(root, { environment: 'test' });
      expect(printed.filter((line) => /push/.test(line))).toEqual([
        `api: pushed to ${registry}/slipway/api@${ref.digest}`,
        `api: ${registry} has it already; nothing pushed`,
      ]);

      await makeEnvironment(root, 'stage', registry, true, ref.digest);
      const { contentHash: _hash, engine: _engine, ...known } = ref;
      expect(await docker(root, { environment: 'stage' })).toEqual({ ...known, tag: ref.digest.slice(7, 23) });
    });

    it('builds on another base by its reference, for which the name alone makes no difference', async () => {
      const root = await makeWorkspace('one');
      const own = await docker(root);
      const tools = await ensureTools(['crane'], { env: process.env });
      const [key = ''] = (await readdir(join(folder, 'images/bases'))).filter((name) => /^[0-9a-f]{64}$/.test(name));
      const base = `${registry}/base:1`;
      await runProcess(tools.path('crane'), ['push', join(folder, 'images/bases', key, 'layout'), base]);
      const other = await docker(await makeWorkspace('six'), { base });
      expect(other.digest).toBe(own.digest);
      await expect(docker(root, { base: `${registry}/base:2` })).rejects.toMatchObject({ code: 'BaseImageMissing' });
    });

    it('refuses a locked digest that the registry does not have, and a project without a line', async () => {
      const root = await makeWorkspace('five');
      await makeEnvironment(root, 'stage', registry, true, `sha256:${'0'.repeat(64)}`);
      await expect(docker(root, { environment: 'stage' })).rejects.toMatchObject({ code: 'LockedImageMissing' });
      await makeEnvironment(root, 'stage', registry, true);
      await expect(docker(root, { environment: 'stage' })).rejects.toMatchObject({
        code: 'ImageNotLocked',
        exitCode: 4,
      });
    });
  });

  it('builds without a registry, and fails only when the push was asked for', async () => {
    const root = await makeWorkspace('one');
    await makeEnvironment(root, 'test', '127.0.0.1:1', false);
    await docker(root, { environment: 'test' });
    expect(printed.at(-1)).toBe('api: not pushed, 127.0.0.1:1 does not answer; helm-install pushes it');
    await expect(docker(root, { environment: 'test', push: 'always' })).rejects.toMatchObject({
      code: 'RegistryUnreachable',
    });
  });

  it.each([
    [401, 'RegistryLoginAbsent', 'docker login'],
    [403, 'RegistryDenied', 'right to push'],
  ])('says what to do when the registry answers %i', async (status, code, hint) => {
    const server = createServer((_request, response) => {
      response.writeHead(status, status === 401 ? { 'WWW-Authenticate': 'Basic realm="x"' } : {}).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const registry = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const root = await makeWorkspace('one');
    await makeEnvironment(root, 'test', registry, false);
    await expect(docker(root, { environment: 'test' })).rejects.toMatchObject({
      code,
      hint: expect.stringContaining(hint),
    });
    await new Promise((done) => server.close(done));
  });
});
