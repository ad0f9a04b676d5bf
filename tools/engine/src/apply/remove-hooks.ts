import type { KubeClient, KubeObject } from '@slipway/contracts';
import { KubeKinds } from '@slipway/contracts';

/** Removes the pods and Jobs of hooks and tests, which are no part of a release to Helm and would stay for ever. */
export async function removeHooks(hooks: readonly KubeObject[], namespace: string, kube: KubeClient): Promise<void> {
  await Promise.all(
    hooks.map(({ kind, metadata }) =>
      kind === 'Pod' || kind === 'Job' ? kube.delete(KubeKinds[kind], metadata.name, namespace) : false,
    ),
  );
}
