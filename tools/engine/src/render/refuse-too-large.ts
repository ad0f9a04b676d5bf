import { gzipSync } from 'node:zlib';
import type { KubeObject } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';

/** What one Secret may hold in all (`MaxSecretSize` of the API); Helm keeps a revision in one. */
export const MAX_REVISION_BYTES = 1024 * 1024;
/** Gzip and base64 never make less than this share of what compresses best. */
const SURELY_SMALL_BYTES = 512 * 1024;
const SHOWN = 3;

/**
 * Throws `ReleaseTooLarge` when a release cannot be kept by Helm, which stores the manifests gzipped and as base64 in
 * one Secret. Told before anything is written, with the biggest objects. Pure.
 */
export function refuseTooLarge(manifests: string, objects: readonly KubeObject[], release: string): void {
  if (manifests.length < SURELY_SMALL_BYTES) return;
  const storedBytes = toStoredBytes(manifests);
  if (storedBytes <= MAX_REVISION_BYTES) return;
  const biggest = objects
    .map((object) => ({ name: `${object.kind}/${object.metadata.name}`, bytes: JSON.stringify(object).length }))
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1))
    .slice(0, SHOWN);
  throw new SlipwayError({
    code: 'ReleaseTooLarge',
    message: `render release ${release}: its manifests take ${toText(storedBytes)} in the Secret that Helm keeps a revision in (${toText(manifests.length)} as text), and a Secret holds ${toText(MAX_REVISION_BYTES)}. The biggest: ${biggest.map(({ name, bytes }) => `${name} (${toText(bytes)})`).join(', ')}.`,
    hint: 'Split the chart, or take the data out of it: into an image, a volume, or objects made beside Helm.',
    details: { release, storedBytes, limitBytes: MAX_REVISION_BYTES, biggest },
  });
}

/** Bytes of a text as Helm stores it. Pure. */
export function toStoredBytes(text: string): number {
  return Math.ceil(gzipSync(text, { level: 9 }).length / 3) * 4;
}

function toText(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1)} MiB` : `${Math.round(bytes / 1024)} KiB`;
}
