import { createHash } from 'node:crypto';
import type { TarEntry } from './tar.ts';
import { toTar } from './tar.ts';

/** Bytes with their digest and media type. */
export interface Blob {
  mediaType: string;
  digest: string;
  content: Buffer;
}

/** An image of one uncompressed layer. */
export interface OciImage {
  layer: Blob;
  config: Blob;
  manifest: Blob;
}

/** What a small image is made of. */
export interface OciImageRequest {
  entries: readonly TarEntry[];
  /** Go's name of the processor architecture. */
  architecture: string;
  entrypoint: readonly string[];
  user?: string;
}

const toBlob = (mediaType: string, content: Buffer): Blob => ({
  mediaType,
  content,
  digest: `sha256:${createHash('sha256').update(content).digest('hex')}`,
});
const descriptor = ({ mediaType, digest, content }: Blob) => ({ mediaType, digest, size: content.length });

/** Makes an OCI image without an engine; the same request gives the same digest everywhere. */
export function toOciImage({ entries, architecture, entrypoint, user }: OciImageRequest): OciImage {
  const layer = toBlob('application/vnd.oci.image.layer.v1.tar', toTar(entries));
  const config = toBlob(
    'application/vnd.oci.image.config.v1+json',
    Buffer.from(
      JSON.stringify({
        created: '1970-01-01T00:00:00Z',
        architecture,
        os: 'linux',
        config: { Entrypoint: entrypoint, Env: ['PATH=/bin'], ...(user ? { User: user } : {}) },
        rootfs: { type: 'layers', diff_ids: [layer.digest] },
        history: [{ created: '1970-01-01T00:00:00Z' }],
      }),
    ),
  );
  const manifestType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = toBlob(
    manifestType,
    Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: manifestType,
        config: descriptor(config),
        layers: [descriptor(layer)],
      }),
    ),
  );
  return { layer, config, manifest };
}
