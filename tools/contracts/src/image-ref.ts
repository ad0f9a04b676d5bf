/**
 * What the `docker` target leaves in `dist/images/<project>.json`: the only contract between image
 * building and everything after it.
 */
export interface ImageRef {
  schema: 'slipway.image/v1';
  project: string;
  /** Repository without a registry host; the environment adds the host at render. */
  repository: string;
  /** Decoration only: the first 16 hex digits of `contentHash`, or of `digest` where a lock names the image. */
  tag: string;
  /** `sha256:…` of the image manifest: the image's identity. */
  digest: string;
  /** Hex sha256 over everything the image is made from; absent where a lock names the image. */
  contentHash?: string;
  /** For example `linux/amd64`. */
  platform: string;
  /** The engine that built it; absent where a lock names the image. */
  engine?: 'buildah' | 'podman' | 'docker';
  /** Compressed size of config and layers in bytes. */
  size: number;
}
