import type { KubeClient, LiveRevision } from '@slipway/contracts';
import { KubeKinds } from '@slipway/contracts';
import { toRevisions } from './to-revisions.ts';

/** The revisions of every release in a namespace, newest first. One request, for metadata alone. */
export async function readNamespaceRevisions(
  namespace: string,
  kube: KubeClient,
  signal?: AbortSignal,
): Promise<Map<string, LiveRevision[]>> {
  const options = { namespace, labelSelector: 'owner=helm', metadataOnly: true, ...(signal ? { signal } : {}) };
  return toRevisions((await kube.list(KubeKinds.Secret, options)).items);
}
