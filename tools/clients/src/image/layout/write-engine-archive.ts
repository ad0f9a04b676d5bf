import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { TarEntry } from '../tar/tar-entry.ts';
import { toPadded } from '../tar/tar-entry.ts';
import { toHeader } from '../tar/write-tar.ts';
import type { LayoutImage } from './read-layout.ts';
import { toBlobPath } from './read-layout.ts';

/**
 * Writes an image of a layout to `path` in the form of `docker save`, which every engine can load:
 * `manifest.json`, config, layers. `name` is what the engine calls it, with its tag.
 */
export async function writeEngineArchive(path: string, image: LayoutImage, name: string): Promise<void> {
  const config = hex(image.manifest.config.digest);
  const layers = image.manifest.layers.map(({ digest }) => `${hex(digest)}.tar.gz`);
  const manifest = [{ Config: `${config}.json`, RepoTags: [name], Layers: layers }];
  await pipeline(toParts(image, manifest, config, layers), createWriteStream(path));
}

async function* toParts(
  image: LayoutImage,
  manifest: unknown,
  config: string,
  layers: string[],
): AsyncGenerator<Buffer> {
  yield* whole('manifest.json', Buffer.from(JSON.stringify(manifest)));
  yield* blob(image, `${config}.json`, image.manifest.config);
  for (const [index, layer] of image.manifest.layers.entries()) yield* blob(image, layers[index] ?? '', layer);
  yield Buffer.alloc(1024);
}

async function* blob(image: LayoutImage, path: string, { digest, size }: { digest: string; size: number }) {
  yield* toHeader(toMember(path), size);
  yield* createReadStream(toBlobPath(image.folder, digest), { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
  yield Buffer.alloc(toPadded(size) - size);
}

function* whole(path: string, content: Buffer): Generator<Buffer> {
  yield* toHeader(toMember(path), content.length);
  yield content;
  yield Buffer.alloc(toPadded(content.length) - content.length);
}

function toMember(path: string): TarEntry {
  return {
    path,
    kind: 'file',
    mode: 0o644,
    uid: 0,
    gid: 0,
    linkTarget: '',
    device: [0, 0],
    xattrs: {},
    offset: 0,
    size: 0,
  };
}

function hex(digest: string): string {
  return digest.replace('sha256:', '');
}
