import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { ContextSource } from '@slipway/clients';
import { readContext, readLayout, toBlobPath } from '@slipway/clients';
import { readTar } from '@slipway/clients/src/image/tar/read-tar.ts';
import type { TarInput } from '@slipway/clients/src/image/tar/write-tar.ts';
import { writeTar } from '@slipway/clients/src/image/tar/write-tar.ts';

/** As layers of our images are compressed. */
const LEVEL = 9;

/** One layer of an image. */
export interface Layer {
  /** As it lies in the registry, in bytes. */
  compressedBytes: number;
  /** Its members, with content. */
  members: readonly TarInput[];
}

/** An image out of an OCI layout. */
export interface ImageLayers {
  /** All layers and the config, compressed. */
  compressedBytes: number;
  /** Lowest first. */
  layers: readonly Layer[];
}

/** Reads an image with all its layers; undefined where there is none. */
export async function readImage(folder: string): Promise<ImageLayers | undefined> {
  const image = await readLayout(folder).catch(() => undefined);
  if (!image) return undefined;
  const layers: Layer[] = [];
  for (const { digest, size } of image.manifest.layers) {
    const tar = await promisify(gunzip)(await readFile(toBlobPath(folder, digest)));
    const members: TarInput[] = [];
    for await (const entry of readTar((offset, length) => tar.subarray(offset, offset + length))) {
      members.push({ entry, content: tar.subarray(entry.offset, entry.offset + entry.size) });
    }
    layers.push({ compressedBytes: size, members });
  }
  const compressedBytes = layers.reduce((sum, layer) => sum + layer.compressedBytes, image.manifest.config.size);
  return { compressedBytes, layers };
}

/** Bytes of a layer with these members, compressed like a layer of ours. */
export async function toLayerBytes(members: Iterable<TarInput>): Promise<number> {
  return (await promisify(gzip)(writeTar(members), { level: LEVEL })).length;
}

/** Files and folders of this machine as members of a layer. */
export async function toMembers(sources: readonly ContextSource[]): Promise<TarInput[]> {
  const files = await readContext(sources);
  return files.map(({ path, content, isExecutable }) => ({
    entry: {
      ...{ path, kind: 'file', mode: isExecutable ? 0o755 : 0o644, uid: 0, gid: 0, linkTarget: '', device: [0, 0] },
      ...{ xattrs: {}, offset: 0, size: content.length },
    } as TarInput['entry'],
    content,
  }));
}

const NODE_AND_LIBRARIES = /^(?:usr\/local\/bin\/node|(?:usr\/)?lib(?:64)?\/.+)$/;

/** Of the lowest layer what a Node needs to run: its program and the C and C++ libraries. */
export function nodeMembers(base: Layer): TarInput[] {
  return base.members.filter(({ entry }) => NODE_AND_LIBRARIES.test(entry.path));
}
