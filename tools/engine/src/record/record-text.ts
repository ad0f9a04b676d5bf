import { stableJson } from '../render/sort-keys.ts';

/** A document as the data of a Secret. Pure. */
export function recordText(document: unknown): string {
  return Buffer.from(stableJson(document)).toString('base64');
}
