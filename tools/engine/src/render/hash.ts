import { createHash, createHmac } from 'node:crypto';
import type { KubeObject } from '@slipway/contracts';
import { stableJson } from './sort-keys.ts';

/** A label value holds 63 characters. */
const SPEC_HASH_LENGTH = 40;

/** Hex sha256 of a text. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Identity of what was rendered: the same for the same objects, whatever their order. Pure. */
export function toSpecHash(objects: readonly KubeObject[]): string {
  return sha256(objects.map(stableJson).sort().join('\n')).slice(0, SPEC_HASH_LENGTH);
}

/** Stands for a secret: changes with it, says nothing of it without the key. Pure. */
export function keyedDigest(key: string, value: string): string {
  return `hmac-sha256:${createHmac('sha256', key).update(value).digest('hex')}`;
}
