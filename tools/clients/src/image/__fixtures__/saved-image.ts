import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { toDigest } from '../layout/digest.ts';
import type { TarInput } from '../tar/write-tar.ts';
import { writeTar } from '../tar/write-tar.ts';

/** Contents by path; a path that ends in `/` is a folder. Test data. */
export type SavedLayer = Record<string, string>;

/** What engines do differently when they save an image. */
export interface SavedImageOptions {
  createdAt?: string;
  /** The newer engines save layers compressed and named like blobs of an OCI layout. */
  isCompressed?: boolean;
}

/** Writes an image as `docker save` does. For tests of whatever reads one. */
export async function writeSavedImage(
  path: string,
  layers: readonly SavedLayer[],
  { createdAt = '2026-01-01T00:00:00Z', isCompressed = false }: SavedImageOptions = {},
): Promise<void> {
  const tars = layers.map((layer) => writeTar(Object.entries(layer).map(([name, text]) => toMember(name, text))));
  const blobs = isCompressed ? tars.map((tar) => gzipSync(tar)) : tars;
  const names = blobs.map((blob, index) => (isCompressed ? `blobs/sha256/${toDigest(blob).slice(7)}` : `${index}/layer.tar`));
  const config = {
    created: createdAt,
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config: { Entrypoint: ['node'] },
    rootfs: { type: 'layers', diff_ids: tars.map(toDigest) },
    history: [{ created: createdAt }],
  };
  const manifest = [{ Config: 'config.json', RepoTags: null, Layers: names }];
  await writeFile(
    path,
    writeTar([
      ...blobs.map((blob, index) => toMember(names[index] ?? '', blob)),
      toMember('config.json', JSON.stringify(config)),
      toMember('manifest.json', JSON.stringify(manifest)),
    ]),
  );
}

function toMember(name: string, content: string | Buffer): TarInput {
  const isFolder = name.endsWith('/');
  return {
    entry: {
      path: name.replace(/\/$/, ''),
      kind: isFolder ? 'directory' : 'file',
      mode: isFolder ? 0o755 : 0o644,
      ...{ uid: 0, gid: 0, linkTarget: '', device: [0, 0] as const, xattrs: {}, offset: 0, size: 0 },
    },
    content: Buffer.from(content),
  };
}
