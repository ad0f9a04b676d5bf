import type { KubeClient, KubeObject } from '@slipway/contracts';
import { KubeKinds } from '@slipway/contracts';

/** What hooks are, and what they need. */
const REMOVED = [KubeKinds.Pod, KubeKinds.Job, KubeKinds.ServiceAccount, KubeKinds.NetworkPolicy] as const;

/**
 * Removes hooks and tests, their identities and network policies included: they are no part of a release to Helm and would
 * stay for ever.
 */
export async function removeHooks(hooks: readonly KubeObject[], namespace: string, kube: KubeClient): Promise<void> {
  await Promise.all(
    hooks.map(({ kind, metadata }) => {
      const known = REMOVED.find((one) => one.kind === kind);
      return known ? kube.delete(known, metadata.name, namespace) : false;
    }),
  );
}
