import type { KubeObject, UnnamedObject } from '@slipway/contracts';
import { podOf } from '../catalog/pod-of.ts';

interface PodSpec {
  volumes?: { name: string }[];
  [field: string]: unknown;
}

/**
 * The pod that a workload would make, for a dry run: Pod Security, quota and webhooks judge pods and not what makes
 * them. Undefined for what makes none. Claims of a StatefulSet are empty folders here. Pure.
 */
export function podToTry(workload: KubeObject, namespace: string): UnnamedObject | undefined {
  if (workload.kind === 'Pod') return undefined;
  const template = podOf<PodSpec>(workload);
  if (!template?.spec) return undefined;
  const { volumeClaimTemplates = [] } = (workload.spec ?? {}) as { volumeClaimTemplates?: KubeObject[] };
  const claims = volumeClaimTemplates.map(({ metadata }) => ({ name: metadata.name, emptyDir: {} }));
  const own = template.spec.volumes ?? [];
  const volumes = [...own, ...claims.filter(({ name }) => !own.some((volume) => volume.name === name))];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...template.metadata, namespace, generateName: `${workload.metadata.name}-` },
    spec: { ...template.spec, ...(volumes.length > 0 ? { volumes } : {}) },
  };
}

/** The same pod under the account that every namespace has: its own may come with the release. Pure. */
export function withDefaultAccount(pod: UnnamedObject): UnnamedObject {
  const { serviceAccount: _serviceAccount, ...spec } = pod.spec as Record<string, unknown>;
  return { ...pod, spec: { ...spec, serviceAccountName: 'default' } };
}
