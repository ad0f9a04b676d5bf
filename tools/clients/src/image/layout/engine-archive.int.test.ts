import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSavedImage } from '../__fixtures__/saved-image.ts';
import { toCanonicalConfig } from './canonical-config.ts';
import { readEngineArchive } from './engine-archive.ts';
import { toDigest } from './digest.ts';
import { writeEngineArchive } from './write-engine-archive.ts';
import { writeLayout } from './write-layout.ts';

describe('readEngineArchive', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-archive-'));
    path = join(folder, 'image.tar');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const layers = [{ base: '1' }, { app: '2' }];

  it('reads compressed layers as the plain ones they hold', async () => {
    await writeSavedImage(path, layers);
    const plain = await readEngineArchive(path, []);
    await writeSavedImage(path, layers, { isCompressed: true });
    expect((await readEngineArchive(path, [])).layers).toEqual(plain.layers);
  });

  it('leaves the layers of the base unread', async () => {
    await writeSavedImage(path, layers);
    const { config, layers: all } = await readEngineArchive(path, []);
    expect((await readEngineArchive(path, config.rootfs.diff_ids.slice(0, 1))).layers).toEqual(all.slice(1));
  });

  it('refuses an image that stands on another base', async () => {
    await writeSavedImage(path, layers);
    await expect(readEngineArchive(path, ['sha256:other'])).rejects.toMatchObject({
      code: 'ImageArchiveUnreadable',
      message: 'read image that the engine saved: its layers do not stand on the base image.',
    });
  });

  it('refuses what is no saved image', async () => {
    await writeFile(path, Buffer.alloc(1024));
    await expect(readEngineArchive(path, [])).rejects.toMatchObject({ code: 'ImageArchiveUnreadable' });
  });

  it('reads what writeEngineArchive wrote of a layout', async () => {
    await writeSavedImage(path, layers);
    const made = await readEngineArchive(path, []);
    const config = toCanonicalConfig(made.config, made.layers.map(toDigest));
    const image = await writeLayout(join(folder, 'layout'), { layers: made.layers, config, name: 'a:b' });
    await writeEngineArchive(join(folder, 'again.tar'), image, 'localhost/a:b');
    expect(await readEngineArchive(join(folder, 'again.tar'), [])).toEqual({ config, layers: made.layers });
    expect((await readFile(join(folder, 'again.tar'))).includes('"RepoTags":["localhost/a:b"]')).toBe(true);
  });
});
