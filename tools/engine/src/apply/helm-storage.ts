import { gunzipSync, gzipSync } from 'node:zlib';
import type { KubeClient, KubeObject, LiveRevision } from '@slipway/contracts';
import { KubeKinds, SlipwayError } from '@slipway/contracts';
import { RevisionLabels, toRevisions } from '../live/to-revisions.ts';

/** The part of Helm's stored release that is changed here. */
export interface StoredRelease {
  info: { status: string; description?: string };
  manifest?: string;
  [field: string]: unknown;
}

/** Name of the Secret that Helm keeps a revision in. Pure. */
export function revisionSecretName(release: string, revision: number): string {
  return `sh.helm.release.v1.${release}.v${revision}`;
}

/** Helm's stored form: gzipped JSON as base64, which the Secret encodes once more. Pure. */
export function decodeRelease(secret: KubeObject): StoredRelease {
  const data = (secret.data as { release?: string } | undefined)?.release ?? '';
  const helmText = Buffer.from(data, 'base64').toString('utf8');
  return JSON.parse(gunzipSync(Buffer.from(helmText, 'base64')).toString('utf8')) as StoredRelease;
}

/** The reverse of `decodeRelease`. Pure. */
export function encodeRelease(release: StoredRelease): string {
  return Buffer.from(gzipSync(JSON.stringify(release)).toString('base64')).toString('base64');
}

/** All revisions of one release, newest first. */
export async function readRevisions(release: string, namespace: string, kube: KubeClient): Promise<LiveRevision[]> {
  const labelSelector = `owner=helm,name=${release}`;
  const { items } = await kube.list(KubeKinds.Secret, { namespace, labelSelector, metadataOnly: true });
  return toRevisions(items).get(release) ?? [];
}

/** Number of the newest revision; 0 when there is none, or when it cannot be read. */
export async function newestRevision(ref: { name: string; namespace: string }, kube: KubeClient): Promise<number> {
  const revisions = await readRevisions(ref.name, ref.namespace, kube).catch(() => []);
  return revisions[0]?.revision ?? 0;
}

/** Writes down what came of a revision. A revision that is gone is no error. */
export async function markRevision(
  ref: { name: string; namespace: string },
  revision: number,
  outcome: 'verified' | 'failed',
  kube: KubeClient,
): Promise<void> {
  const patch = { metadata: { labels: { [RevisionLabels.outcome]: outcome } } };
  await kube.patch(KubeKinds.Secret, revisionSecretName(ref.name, revision), ref.namespace, patch);
}

/**
 * Ends a revision that a killed run left pending: Helm refuses every operation as long as one is pending,
 * and takes a failed one for what it is. Undefined outcome: the revision was not pending any more.
 */
export async function endPendingRevision(
  ref: { name: string; namespace: string },
  revision: number,
  kube: KubeClient,
): Promise<boolean> {
  const secret = await kube.get(KubeKinds.Secret, revisionSecretName(ref.name, revision), ref.namespace);
  if (!secret) return false;
  const release = readStored(secret, ref.name);
  if (!release.info.status.startsWith('pending-')) return false;
  release.info = { ...release.info, status: 'failed', description: 'Its deployer was killed; ended by the next one' };
  await kube.replace(KubeKinds.Secret, {
    ...secret,
    metadata: { ...secret.metadata, labels: { ...secret.metadata.labels, status: 'failed' } },
    data: { release: encodeRelease(release) },
  });
  return true;
}

function readStored(secret: KubeObject, release: string): StoredRelease {
  try {
    return decodeRelease(secret);
  } catch (error) {
    throw new SlipwayError({
      code: 'ReleaseUnreadable',
      message: `recover release ${release}: Secret ${secret.metadata.name} is not in the form of Helm 3 or 4.`,
      hint: `Look at it with "helm history ${release}"; if it is beyond repair, delete that Secret.`,
      cause: error,
    });
  }
}
