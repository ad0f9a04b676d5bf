import { createReadStream } from 'node:fs';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { toDigest } from './digest.ts';
import type { ImageConfig, ImageIndex, ImageManifest } from './oci.ts';

/** An image as it lies in an OCI layout. */
export interface LayoutImage {
  /** Absolute folder of the layout. */
  folder: string;
  /** Digest of the image manifest. */
  digest: string;
  manifest: ImageManifest;
  config: ImageConfig;
  /** Annotations of the image in the layout's index. */
  annotations: Readonly<Record<string, string>>;
}

/** Where a blob lies in a layout. Throws `ImageLayoutBroken` for what is not a sha256 digest. */
export function toBlobPath(folder: string, digest: string): string {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
  if (!hex) throw broken(folder, `it names the digest "${digest}"`);
  return join(folder, 'blobs', 'sha256', hex);
}

/**
 * Reads the one image of an OCI layout and checks manifest and config against their digests; layers are
 * not read. Throws `ImageLayoutBroken`.
 */
export async function readLayout(folder: string): Promise<LayoutImage> {
  const index = parse<ImageIndex>(folder, await read(folder, join(folder, 'index.json')));
  const [descriptor, ...others] = index.manifests ?? [];
  if (!descriptor || others.length > 0) throw broken(folder, 'it does not hold exactly one image');
  const manifest = parse<ImageManifest>(folder, await readBlob(folder, descriptor.digest));
  const config = parse<ImageConfig>(folder, await readBlob(folder, manifest.config.digest));
  return { folder, digest: descriptor.digest, manifest, config, annotations: descriptor.annotations ?? {} };
}

/** Whether every blob of the image is there with its digest. Reads all of it. */
export async function isLayoutIntact(image: LayoutImage): Promise<boolean> {
  const checks = await Promise.all(
    image.manifest.layers.map(async ({ digest }) => {
      try {
        return (await hashFile(toBlobPath(image.folder, digest))) === digest;
      } catch {
        return false;
      }
    }),
  );
  return checks.every(Boolean);
}

/** `sha256:…` of a file, read as a stream. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return `sha256:${hash.digest('hex')}`;
}

async function readBlob(folder: string, digest: string): Promise<Buffer> {
  const bytes = await read(folder, toBlobPath(folder, digest));
  if (toDigest(bytes) !== digest) throw broken(folder, `the blob ${digest} was changed`);
  return bytes;
}

async function read(folder: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw broken(folder, `${path} cannot be read`, cause);
  }
}

function parse<T>(folder: string, bytes: Buffer): T {
  try {
    return JSON.parse(bytes.toString('utf8')) as T;
  } catch (cause) {
    throw broken(folder, 'it holds a document that is not JSON', cause);
  }
}

function broken(folder: string, what: string, cause?: unknown): SlipwayError {
  return new SlipwayError({
    code: 'ImageLayoutBroken',
    message: `read image layout ${folder}: ${what}.`,
    hint: 'Delete the folder and run the docker target again.',
    cause,
  });
}
