import { createHash } from 'node:crypto';

/** Hex sha256. */
export function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The OCI spelling: `sha256:` and hex. */
export function toDigest(bytes: string | Buffer): string {
  return `sha256:${sha256(bytes)}`;
}
