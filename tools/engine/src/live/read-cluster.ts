import type { KubeClient } from '@slipway/contracts';
import { readNamespaceState } from './read-namespace.ts';

/**
 * Which cluster this is, as long as it lives: the uid of namespace kube-system, or, where that may not be read, of one
 * of the given namespaces. `known`: how it was told before, so that the same is asked again.
 */
export async function readCluster(kube: KubeClient, namespaces: readonly string[], known?: string): Promise<string> {
  const [form, name] = known?.split(':') ?? [];
  if (form !== 'namespace') {
    const { uid } = await readNamespaceState('kube-system', kube);
    if (uid !== undefined) return `kube-system:${uid}`;
  }
  const namespace = (form === 'namespace' ? name : undefined) ?? [...namespaces].sort()[0] ?? '';
  const { phase, uid } = await readNamespaceState(namespace, kube);
  return `namespace:${namespace}:${uid ?? phase}`;
}
