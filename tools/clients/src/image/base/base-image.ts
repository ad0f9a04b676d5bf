import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { FolderIndex } from '../layout/canonical-layer.ts';
import type { LayoutImage } from '../layout/read-layout.ts';
import { readLayout, toBlobPath } from '../layout/read-layout.ts';
import { withLock } from '../with-lock.ts';
import { readTar } from '../tar/read-tar.ts';

/** A base image on this machine, ready to be built upon. */
export interface BaseImage {
  image: LayoutImage;
  folders: FolderIndex;
  /** Its name in engines; holds the content. */
  name: string;
}

/**
 * The base image kept under `key` (hex) in `cacheDir`; `make` writes its layout into an empty folder when
 * there is none yet. One process makes it, others wait for it.
 */
export async function keepBase(
  cacheDir: string,
  key: string,
  make: (layoutDir: string) => Promise<LayoutImage>,
  signal?: AbortSignal,
): Promise<BaseImage> {
  const folder = join(cacheDir, 'bases', key);
  const known = await readBase(folder, key);
  if (known) return known;
  await mkdir(join(cacheDir, 'bases'), { recursive: true });
  return withLock(
    `${folder}.lock`,
    async () => {
      const made = await readBase(folder, key);
      if (made) return made;
      const temporary = `${folder}.tmp`;
      await rm(temporary, { recursive: true, force: true });
      await mkdir(temporary);
      const image = await make(join(temporary, 'layout'));
      const folders = await indexFolders(image);
      await writeFile(join(temporary, 'folders.json'), JSON.stringify([...folders]));
      await rm(folder, { recursive: true, force: true });
      await rename(temporary, folder);
      return { image: await readLayout(join(folder, 'layout')), folders, name: toName(key) };
    },
    signal,
  );
}

async function readBase(folder: string, key: string): Promise<BaseImage | undefined> {
  try {
    const folders = JSON.parse(await readFile(join(folder, 'folders.json'), 'utf8')) as [];
    return { image: await readLayout(join(folder, 'layout')), folders: new Map(folders), name: toName(key) };
  } catch {
    return undefined; // Not made yet, or damaged: made anew.
  }
}

function toName(key: string): string {
  return `localhost/slipway/base:${key.slice(0, 32)}`;
}

async function indexFolders(image: LayoutImage): Promise<FolderIndex> {
  const folders = new Map<string, { mode: number; uid: number; gid: number }>();
  for (const { digest, mediaType } of image.manifest.layers) {
    const blob = await readFile(toBlobPath(image.folder, digest));
    const tar = blob[0] === 0x1f ? gunzipSync(blob) : mediaType.endsWith('zstd') ? zstdDecompressSync(blob) : blob;
    for await (const entry of readTar((offset, length) => tar.subarray(offset, offset + length))) {
      if (entry.kind === 'directory' && entry.path !== '' && Object.keys(entry.xattrs).length === 0) {
        folders.set(entry.path, { mode: entry.mode, uid: entry.uid, gid: entry.gid });
      } else folders.delete(entry.path);
    }
  }
  return folders;
}
