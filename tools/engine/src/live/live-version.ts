import type { KubeObject, LiveVersion } from '@slipway/contracts';
import { isSecretPath } from '../render/secret-path.ts';
import { keyedDigest, sha256 } from '../render/hash.ts';
import { SECRET_MARK } from '../render/redact-secrets.ts';
import { stableJson } from '../render/sort-keys.ts';
import { comparable } from './comparable.ts';
import { listLeaves } from './json-path.ts';
import { fieldOwners, owns } from './managed-fields.ts';

/** Hex digits of a field's hash: enough to see a change. */
const FIELD_HASH_LENGTH = 16;

/** What identifies an object in a release. */
export type ObjectRef = Pick<LiveVersion, 'apiVersion' | 'kind' | 'name' | 'namespace'>;

/**
 * A live object by the hashes of its fields. Fields that controllers alone write (replicas under an autoscaler) and
 * status do not count. Secrets count by digests with the namespace's key, and not at all while there is none. Pure.
 */
export function toLiveVersion(ref: ObjectRef, live: KubeObject | undefined, key: string | undefined): LiveVersion {
  if (!live) return { ...ref, hash: '', fields: {} };
  const owners = fieldOwners(live);
  const isWork = (path: string) => {
    const own = owners.filter((owner) => owns(owner, live, path));
    return own.length > 0 && own.every(({ role }) => role === 'controller');
  };
  const entries = listLeaves(comparable(live))
    .filter(([path]) => !isWork(path))
    .map(([path, value]) => [path, hashOf(live.kind, path, value, key)]);
  const fields = Object.fromEntries(entries.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))) as Record<string, string>;
  return { ...ref, hash: sha256(stableJson(fields)), fields };
}

/** JSON pointers of the fields that are not as they were, sorted; one empty pointer when the object came or went. Pure. */
export function movedFields(before: LiveVersion, now: LiveVersion): string[] {
  if (before.hash === now.hash) return [];
  if (before.hash === '' || now.hash === '') return [''];
  const paths = new Set([...Object.keys(before.fields), ...Object.keys(now.fields)]);
  return [...paths].filter((path) => before.fields[path] !== now.fields[path]).sort();
}

function hashOf(kind: string, path: string, value: unknown, key: string | undefined): string {
  const isSecret = (kind === 'Secret' && /^\/(data|stringData)(\/|$)/.test(path)) || isSecretPath(path);
  const text = stableJson(value ?? null);
  if (!isSecret) return sha256(text).slice(0, FIELD_HASH_LENGTH);
  return key === undefined ? SECRET_MARK : sha256(keyedDigest(key, text)).slice(0, FIELD_HASH_LENGTH);
}
