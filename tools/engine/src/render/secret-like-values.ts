import type { KubeObject } from '@slipway/contracts';
import { entryName, isSecretPath } from './secret-path.ts';

const SHORTEST = 4;
/** The value of `X_FILE` is a path, as is where an entry is mounted; sums of a Secret say nothing of it. */
const HARMLESS = /(_FILE\/value|\/checksum\/[^/]*|\/items\/[^/]+\/path)$/i;

/**
 * Texts in objects other than Secrets that are secret by the name under which they stand: a variable
 * `DB_PASSWORD`, an entry of a ConfigMap, an annotation. They belong in no log and no file. Pure.
 */
export function secretLikeValues(objects: readonly KubeObject[]): string[] {
  const found = new Set<string>();
  for (const object of objects) if (object.kind !== 'Secret') collect(object, '', found);
  return [...found];
}

function collect(value: unknown, path: string, found: Set<string>): void {
  if (Array.isArray(value)) {
    value.forEach((entry, index) => collect(entry, `${path}/${entryName(entry) ?? index}`, found));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) collect(entry, `${path}/${key}`, found);
  } else if (typeof value === 'string' && value.length >= SHORTEST && isSecretPath(path) && !HARMLESS.test(path)) {
    found.add(value);
  }
}
