import { randomBytes } from 'node:crypto';
import type { KubeObject } from './embedded/kube/kube-object.ts';
import { MANAGED } from './embedded/addons/host-service.ts';

/** Secret with the keys between backend-api and data-api. */
export const INTEGRATION_KEY_SECRET = 'backend-api-integration-key';
/** Its entries: the deployment's own key and one per environment of the upstream. */
export const INTEGRATION_KEY_ENTRIES = ['integrationKey', 'development', 'staging', 'production'] as const;

/** A namespace whose pods must meet the restricted pod security standard. */
export function toRestrictedNamespace(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: {
        ...MANAGED,
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/audit': 'restricted',
        'pod-security.kubernetes.io/warn': 'restricted',
      },
    },
  };
}

/** The Secret with fresh random keys. Created once per namespace, never overwritten. */
export function toIntegrationKeySecret(
  namespace: string,
  randomKey: () => string = () => randomBytes(32).toString('hex'),
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: INTEGRATION_KEY_SECRET, namespace, labels: MANAGED },
    type: 'Opaque',
    stringData: Object.fromEntries(INTEGRATION_KEY_ENTRIES.map((entry) => [entry, randomKey()])),
  };
}
