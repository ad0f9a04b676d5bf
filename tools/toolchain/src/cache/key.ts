import { createHash } from 'node:crypto';

const KEY_DIGITS = 12;

/** The first 12 hex digits of the sha256 over the parts, in order; parts cannot run into each other. */
export function hashOf(parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex').slice(0, KEY_DIGITS);
}

/** The folder name of one version of a tool: `<version>-<hash of inputs>`. */
export function keyOf(version: string, inputs: readonly (string | Buffer)[]): string {
  return `${version.replace(/[^\w.+-]/g, '_')}-${hashOf(inputs)}`;
}
