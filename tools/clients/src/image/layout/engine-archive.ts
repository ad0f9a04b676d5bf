import { open } from 'node:fs/promises';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { SlipwayError } from '@slipway/contracts';
import type { TarEntry } from '../tar/tar-entry.ts';
import { readTar } from '../tar/read-tar.ts';
import type { ImageConfig } from './oci.ts';

/** What an engine saved: its config, and the layers from `skip` on as plain tars. */
export interface EngineImage {
  config: ImageConfig;
  layers: Buffer[];
}

/**
 * Reads the archive that `docker save`, `podman save` and `buildah push docker-archive:` all write (a
 * tar with `manifest.json`). Layers whose diff id is in `baseDiffIds` are not read. Throws
 * `ImageArchiveUnreadable`, also when the image does not stand on that base.
 */
export async function readEngineArchive(path: string, baseDiffIds: readonly string[]): Promise<EngineImage> {
  const file = await open(path, 'r');
  try {
    const readAt = async (offset: number, length: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    };
    const members = new Map<string, TarEntry>();
    for await (const entry of readTar(readAt)) members.set(entry.path, entry);
    const member = async (name: string): Promise<Buffer> => {
      const entry = follow(members, name);
      if (!entry) throw unreadable(`it has no member ${name}`);
      return readAt(entry.offset, entry.size);
    };
    const [manifest] = JSON.parse((await member('manifest.json')).toString('utf8')) as SavedManifest[];
    if (!manifest) throw unreadable('it holds no image');
    const config = JSON.parse((await member(manifest.Config)).toString('utf8')) as ImageConfig;
    const diffIds = config.rootfs.diff_ids;
    if (baseDiffIds.some((diffId, index) => diffIds[index] !== diffId)) {
      throw unreadable('its layers do not stand on the base image');
    }
    const layers: Buffer[] = [];
    for (const name of manifest.Layers.slice(baseDiffIds.length)) layers.push(toPlain(await member(name)));
    return { config, layers };
  } finally {
    await file.close();
  }
}

interface SavedManifest {
  Config: string;
  Layers: string[];
}

/** A member, or what a symbolic link among the members leads to (older engines share equal layers so). */
function follow(members: ReadonlyMap<string, TarEntry>, name: string): TarEntry | undefined {
  const entry = members.get(name);
  if (entry?.kind !== 'symlink') return entry;
  const folder = name.split('/').slice(0, -1);
  for (const part of entry.linkTarget.split('/')) {
    if (part === '..') folder.pop();
    else folder.push(part);
  }
  return members.get(folder.join('/'));
}

const GZIP = Buffer.from([0x1f, 0x8b]);
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

function toPlain(layer: Buffer): Buffer {
  if (layer.subarray(0, GZIP.length).equals(GZIP)) return gunzipSync(layer);
  return layer.subarray(0, ZSTD.length).equals(ZSTD) ? zstdDecompressSync(layer) : layer;
}

function unreadable(what: string): SlipwayError {
  return new SlipwayError({
    code: 'ImageArchiveUnreadable',
    message: `read image that the engine saved: ${what}.`,
    hint: 'Build again with "--engine" set to another engine; "slipway doctor" lists those that work here.',
  });
}
