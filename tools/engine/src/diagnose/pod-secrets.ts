import type { KubeClient } from '@slipway/contracts';
import { KubeKinds } from '@slipway/contracts';
import { secretLikeValues } from '../render/secret-like-values.ts';
import { toHiddenValues } from './hidden-values.ts';

/** A pod that names more is read as far as this. */
const MOST_SECRETS = 20;

interface PodRefs {
  spec?: {
    containers?: ContainerRefs[];
    initContainers?: ContainerRefs[];
    volumes?: { secret?: { secretName?: string }; projected?: { sources?: { secret?: { name?: string } }[] } }[];
  };
}

interface ContainerRefs {
  env?: { valueFrom?: { secretKeyRef?: { name?: string } } }[];
  envFrom?: { secretRef?: { name?: string } }[];
}

/**
 * What may not be shown of a pod's log: the values of the Secrets that it reads, whoever made them, and of its
 * variables that are named like secrets. What may not be read is left out; never rejects.
 */
export async function readPodSecrets(pod: string, namespace: string, kube: KubeClient): Promise<string[]> {
  try {
    const object = await kube.get(KubeKinds.Pod, pod, namespace);
    if (!object) return [];
    const read = await Promise.all(
      secretNames(object as PodRefs)
        .slice(0, MOST_SECRETS)
        .map((name) => kube.get(KubeKinds.Secret, name, namespace).catch(() => undefined)),
    );
    const values = read.flatMap((secret) =>
      Object.values((secret?.data ?? {}) as Record<string, string>).map((value) =>
        Buffer.from(value, 'base64').toString('utf8'),
      ),
    );
    return toHiddenValues([...values, ...secretLikeValues([object])]);
  } catch {
    return [];
  }
}

function secretNames({ spec = {} }: PodRefs): string[] {
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  const names = [
    ...containers.flatMap(({ env = [], envFrom = [] }) => [
      ...env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
      ...envFrom.map(({ secretRef }) => secretRef?.name),
    ]),
    ...(spec.volumes ?? []).flatMap(({ secret, projected }) => [
      secret?.secretName,
      ...(projected?.sources ?? []).map((source) => source.secret?.name),
    ]),
  ];
  return [...new Set(names.filter((name): name is string => Boolean(name)))];
}
