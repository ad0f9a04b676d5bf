import type { KubeClient, KubeObject } from '@slipway/contracts';
import { KubeKinds, SlipwayError } from '@slipway/contracts';

/** What is known of a namespace. `unknown`: rights on what is in it need not include the namespace itself. */
export interface NamespaceState {
  phase: 'absent' | 'active' | 'unknown';
  uid?: string;
}

/** Looks at a namespace. Throws `NamespaceEnding` while it is being deleted. */
export async function readNamespaceState(name: string, kube: KubeClient): Promise<NamespaceState> {
  let namespace: KubeObject | undefined;
  try {
    namespace = await kube.get(KubeKinds.Namespace, name);
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'Forbidden') return { phase: 'unknown' };
    throw error;
  }
  if (!namespace) return { phase: 'absent' };
  const { deletionTimestamp, uid } = namespace.metadata;
  if (deletionTimestamp) throw namespaceEnding(name);
  return { phase: 'active', ...(uid === undefined ? {} : { uid }) };
}

/** Nothing can be made in a namespace that is being deleted. */
function namespaceEnding(name: string): SlipwayError {
  return new SlipwayError({
    code: 'NamespaceEnding',
    message: `use namespace ${name}: it is being deleted.`,
    hint: 'Wait until it is gone and run again.',
  });
}
