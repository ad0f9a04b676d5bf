import { copyFile, link, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { toDigest } from './digest.ts';
import type { Descriptor, ImageConfig, ImageIndex, ImageManifest } from './oci.ts';
import { MediaTypes } from './oci.ts';
import type { LayoutImage } from './read-layout.ts';
import { readLayout, toBlobPath } from './read-layout.ts';

const compress = promisify(gzip);

/** What to put on a base. */
export interface NewImage {
  /** The image below; absent for one that starts from nothing. */
  base?: LayoutImage;
  /** Canonical tars, lowest first. */
  layers: readonly Buffer[];
  /** Config with the diff ids of base and layers. */
  config: ImageConfig;
  /** Name of the image in the layout, for people who load it by hand. */
  name: string;
  /** Written into the index, beside the image: not part of its digest. */
  annotations?: Readonly<Record<string, string>>;
}

/** Docker's name of a layer that OCI knows under its own; any other is kept. */
const OCI_LAYERS: Readonly<Record<string, string>> = {
  'application/vnd.docker.image.rootfs.diff.tar.gzip': MediaTypes.gzipLayer,
};

/**
 * Writes an OCI layout into `folder` (replaced as a whole) and returns its image. One writer at a time. Base layers are linked
 * to the base's files where the file system allows it, else copied. gzip runs in one piece, because its
 * bytes may depend on how the input was cut.
 */
export async function writeLayout(folder: string, image: NewImage): Promise<LayoutImage> {
  const temporary = `${folder}.tmp`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(join(temporary, 'blobs', 'sha256'), { recursive: true });
  const addBlob = async (mediaType: string, bytes: Buffer): Promise<Descriptor> => {
    const digest = toDigest(bytes);
    await writeFile(toBlobPath(temporary, digest), bytes);
    return { mediaType, digest, size: bytes.length };
  };

  const layers: Descriptor[] = [];
  for (const layer of image.base?.manifest.layers ?? []) {
    await share(toBlobPath(image.base?.folder ?? '', layer.digest), toBlobPath(temporary, layer.digest));
    layers.push({ mediaType: OCI_LAYERS[layer.mediaType] ?? layer.mediaType, digest: layer.digest, size: layer.size });
  }
  for (const tar of image.layers) layers.push(await addBlob(MediaTypes.gzipLayer, await compress(tar, { level: 9 })));
  const config = await addBlob(MediaTypes.config, toJson(image.config));
  const manifest: ImageManifest = { schemaVersion: 2, mediaType: MediaTypes.manifest, config, layers };
  const descriptor = await addBlob(MediaTypes.manifest, toJson(manifest));
  const { architecture, os, variant } = image.config;
  const index: ImageIndex = {
    schemaVersion: 2,
    mediaType: MediaTypes.index,
    manifests: [
      {
        ...descriptor,
        platform: { architecture, os, ...(variant ? { variant } : {}) },
        annotations: { ...image.annotations, 'org.opencontainers.image.ref.name': image.name },
      },
    ],
  };
  await writeFile(join(temporary, 'oci-layout'), toJson({ imageLayoutVersion: '1.0.0' }));
  await writeFile(join(temporary, 'index.json'), toJson(index));
  await rm(folder, { recursive: true, force: true });
  await rename(temporary, folder);
  return readLayout(folder);
}

/** Compressed bytes of config and layers. */
export function toImageSize({ config, layers }: ImageManifest): number {
  return [config, ...layers].reduce((total, { size }) => total + size, 0);
}

async function share(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch {
    await copyFile(from, to); // Another file system, or somebody else's file.
  }
}

function toJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value), 'utf8');
}
