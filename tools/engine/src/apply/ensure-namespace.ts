import { randomBytes } from 'node:crypto';
import type { KubeClient } from '@slipway/contracts';
import { KubeKinds, SlipwayError } from '@slipway/contracts';
import { readNamespaceState } from '../live/read-namespace.ts';

const LABELS = {
  'app.kubernetes.io/managed-by': 'slipway',
  'pod-security.kubernetes.io/enforce': 'restricted',
  'pod-security.kubernetes.io/audit': 'restricted',
  'pod-security.kubernetes.io/warn': 'restricted',
};

/** Secret with the key for digests of secret values. */
const KEY_SECRET = 'slipway-digest-key';

/**
 * Makes a namespace under the restricted Pod Security Standard when there is none; one that exists stays
 * as it is. True when it was made. Throws `NamespaceEnding` while it is being deleted.
 */
export async function ensureNamespace(name: string, kube: KubeClient): Promise<boolean> {
  if (await namespaceExists(name, kube)) return false;
  try {
    await kube.create(KubeKinds.Namespace, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: LABELS } });
    return true;
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'AlreadyExists') return false;
    throw error;
  }
}

/**
 * Whether a namespace can be used as it is; one that may not be read is taken to exist. Throws `NamespaceEnding` while
 * it is being deleted.
 */
export async function namespaceExists(name: string, kube: KubeClient): Promise<boolean> {
  return (await readNamespaceState(name, kube)).phase !== 'absent';
}

/** The key for digests of secret values in one namespace; undefined while there is none. */
export async function readDigestKey(namespace: string, kube: KubeClient): Promise<string | undefined> {
  const secret = await kube.get(KubeKinds.Secret, KEY_SECRET, namespace);
  const key = (secret?.data as { key?: string } | undefined)?.key;
  return key ? Buffer.from(key, 'base64').toString('utf8') : undefined;
}

/** The same, made when there is none: the first deploy of a release with secret values does this. */
export async function ensureDigestKey(namespace: string, kube: KubeClient): Promise<string> {
  const existing = await readDigestKey(namespace, kube);
  if (existing) return existing;
  await ensureNamespace(namespace, kube);
  const key = randomBytes(32).toString('hex');
  try {
    await kube.create(KubeKinds.Secret, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: KEY_SECRET, namespace, labels: { 'app.kubernetes.io/managed-by': 'slipway' } },
      type: 'Opaque',
      data: { key: Buffer.from(key).toString('base64') },
    });
    return key;
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'AlreadyExists') return (await readDigestKey(namespace, kube)) ?? key; // prettier-ignore
    throw error;
  }
}
