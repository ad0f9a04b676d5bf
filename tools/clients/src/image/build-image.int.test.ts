import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BaseProvider } from './base/base-provider.ts';
import { keepBase } from './base/base-image.ts';
import type { BuildImageRequest } from './build-image.ts';
import { buildImage } from './build-image.ts';
import type { EngineBuild, ImageEngine } from './engines/image-engine.ts';
import { readLayout } from './layout/read-layout.ts';
import type { SavedLayer } from './__fixtures__/saved-image.ts';
import { writeSavedImage } from './__fixtures__/saved-image.ts';
import { assembleImage } from './assemble-image.ts';

/** An engine that "builds" an image with the context's app/ in one layer on the base it was handed. */
function createFakeEngine(): ImageEngine & { builds: EngineBuild[] } {
  const builds: EngineBuild[] = [];
  return {
    name: 'podman',
    builds,
    check: async () => ({ isUsable: true, version: 'fake' }),
    async build(build) {
      builds.push(build);
      const names = await readdir(join(build.contextDir, 'app')).catch(() => []);
      const files: SavedLayer = {};
      for (const name of names) files[`app/${name}`] = await readFile(join(build.contextDir, 'app', name), 'utf8');
      const base: SavedLayer = { 'base.txt': 'base', 'tmp/': '' };
      await writeSavedImage(build.outFile, build.base ? [base, files] : [base], { createdAt: String(Math.random()) });
    },
  };
}

describe('buildImage', () => {
  let folder: string;
  let engine: ReturnType<typeof createFakeEngine>;
  let request: BuildImageRequest;
  let base: BaseProvider;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-image-'));
    await mkdir(join(folder, 'bundle'));
    await writeFile(join(folder, 'bundle/main.js'), 'one();');
    await writeFile(join(folder, 'Dockerfile'), 'ARG BASE\nFROM ${BASE}\n');
    engine = createFakeEngine();
    request = {
      project: 'api',
      repository: 'slipway/api',
      dockerfile: join(folder, 'Dockerfile'),
      sources: [{ from: join(folder, 'bundle/main.js'), to: 'app/main.js' }],
      contextDir: join(folder, 'context'),
      buildArgs: {},
      platform: `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`,
      layoutDir: join(folder, 'images/api'),
      refFile: join(folder, 'images/api.json'),
      tempDir: join(folder, 'tmp'),
    };
    base = {
      identity: async () => 'f'.repeat(64),
      get: (used) =>
        keepBase(join(folder, 'cache'), 'f'.repeat(64), (layoutDir) =>
          assembleImage(used, {
            ...{ contextDir: folder, dockerfile: request.dockerfile, buildArgs: {}, platform: request.platform },
            ...{ layoutDir, name: 'base', annotations: {}, tempDir: request.tempDir },
          }),
        ),
    };
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const build = (changes: Partial<BuildImageRequest> = {}) =>
    buildImage({ ...request, ...changes }, { base, engine: async () => engine });

  it('leaves a layout with one layer on the base, and the ImageRef that names it', async () => {
    const { ref, isBuilt } = await build();
    const image = await readLayout(request.layoutDir);
    expect(isBuilt).toBe(true);
    expect(JSON.parse(await readFile(request.refFile, 'utf8'))).toEqual(ref);
    expect(ref).toMatchObject({
      schema: 'slipway.image/v1',
      project: 'api',
      repository: 'slipway/api',
      digest: image.digest,
      tag: ref.contentHash?.slice(0, 16),
      engine: 'podman',
    });
    expect(image.manifest.layers).toHaveLength(2);
    expect(ref.size).toBe([image.manifest.config, ...image.manifest.layers].reduce((sum, { size }) => sum + size, 0));
  });

  it('does nothing when nothing changed, not even ask for an engine', async () => {
    const { ref } = await build();
    const noEngine = () => Promise.reject(new Error('asked for an engine'));
    expect(await buildImage(request, { base, engine: noEngine })).toEqual({ ref, isBuilt: false });
  });

  it('writes the ImageRef again when another program took it away', async () => {
    const { ref } = await build();
    await unlink(request.refFile);
    expect((await build()).isBuilt).toBe(false);
    expect(JSON.parse(await readFile(request.refFile, 'utf8'))).toEqual(ref);
  });

  it('builds another image of another bundle', async () => {
    const { ref: first } = await build();
    await writeFile(join(folder, 'bundle/main.js'), 'two();');
    const { ref: second, isBuilt } = await build();
    expect(isBuilt).toBe(true);
    expect(second.digest).not.toBe(first.digest);
    expect(second.contentHash).not.toBe(first.contentHash);
  });

  it('gives the digest it gave before, in another folder', async () => {
    const { ref } = await build();
    const elsewhere = { layoutDir: join(folder, 'other/api'), refFile: join(folder, 'other/api.json') };
    const { ref: again, isBuilt } = await build({ ...elsewhere, contextDir: join(folder, 'other-context') });
    expect([isBuilt, again]).toEqual([true, ref]);
  });

  it.each(['a layer', 'the manifest', 'the config'])('builds again when %s was damaged', async (part) => {
    const { ref } = await build();
    const { manifest, digest } = await readLayout(request.layoutDir);
    const damaged = {
      'a layer': manifest.layers[1]?.digest,
      'the manifest': digest,
      'the config': manifest.config.digest,
    }[part];
    await appendFile(join(request.layoutDir, 'blobs/sha256', (damaged ?? '').slice(7)), ' ');
    expect(await build()).toEqual({ ref, isBuilt: true });
  });

  it('builds the base once for two images', async () => {
    await build();
    await build({ layoutDir: join(folder, 'images/b'), refFile: join(folder, 'images/b.json') });
    expect(engine.builds.filter((made) => made.base === undefined)).toHaveLength(1);
  });

  it('refuses a platform that this machine cannot run', async () => {
    await expect(build({ platform: 'linux/s390x' })).rejects.toMatchObject({ code: 'ImagePlatformUnsupported' });
  });

  it('names the bundle that is not there', async () => {
    await unlink(join(folder, 'bundle/main.js'));
    await expect(build()).rejects.toMatchObject({
      code: 'ImageInputMissing',
      hint: expect.stringContaining('nx build'),
    });
  });

  it('leaves the former image and no temporary files when the engine fails', async () => {
    const { ref } = await build();
    await writeFile(join(folder, 'bundle/main.js'), 'broken(');
    engine.build = () => Promise.reject(new Error('no'));
    await expect(build()).rejects.toThrow('no');
    expect((await readLayout(request.layoutDir)).digest).toBe(ref.digest);
    expect(await readdir(request.tempDir)).toEqual([]);
  });
});
