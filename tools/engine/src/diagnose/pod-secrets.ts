import type { KubeClient, KubeKind, KubeObject } from '@slipway/contracts';
import { KubeKinds } from '@slipway/contracts';
import { secretLikeValues } from '../render/secret-like-values.ts';
import { toHiddenValues } from './hidden-values.ts';

/** A pod that names more Secrets or ConfigMaps is read as far as this. */
const MOST = 20;

interface PodRefs {
  spec?: {
    containers?: ContainerRefs[];
    initContainers?: ContainerRefs[];
    volumes?: (SourceRefs & { projected?: { sources?: SourceRefs[] } })[];
  };
}

interface SourceRefs {
  secret?: { secretName?: string; name?: string };
  configMap?: { name?: string };
}

interface ContainerRefs {
  env?: { valueFrom?: { secretKeyRef?: { name?: string }; configMapKeyRef?: { name?: string } } }[];
  envFrom?: { secretRef?: { name?: string }; configMapRef?: { name?: string } }[];
}

/** Reads one object; rejects where that is not allowed. */
type Get = (kind: KubeKind, name: string, namespace: string) => Promise<KubeObject | undefined>;

/**
 * What may not be shown of a pod's log: the values of the Secrets that it reads, whoever made them, and of its
 * variables that are named like secrets. What may not be read is left out; never rejects.
 */
export async function readPodSecrets(pod: string, namespace: string, kube: KubeClient): Promise<string[]> {
  const object = await kube.get(KubeKinds.Pod, pod, namespace).catch(() => undefined);
  return object ? secretsOf(object, namespace, (...where) => kube.get(...where)) : [];
}

/** The same for many pods that are known already; a Secret that several of them read is read once. */
export function createPodSecretsReader(kube: KubeClient): (pod: KubeObject, namespace: string) => Promise<string[]> {
  const read = new Map<string, Promise<KubeObject | undefined>>();
  const get: Get = (kind, name, namespace) => {
    const key = [kind.kind, namespace, name].join('/');
    const object = read.get(key) ?? kube.get(kind, name, namespace);
    read.set(key, object);
    return object;
  };
  return (pod, namespace) => secretsOf(pod, namespace, get);
}

async function secretsOf(pod: KubeObject, namespace: string, get: Get): Promise<string[]> {
  const names = refNames(pod as PodRefs);
  const readAll = async (kind: KubeKind, some: string[]) => {
    const read = some.slice(0, MOST).map((name) => get(kind, name, namespace).catch(() => undefined));
    return (await Promise.all(read)).flatMap((one) => one ?? []);
  };
  const [secrets, maps] = await Promise.all([
    readAll(KubeKinds.Secret, names.secrets),
    readAll(KubeKinds.ConfigMap, names.configMaps),
  ]);
  const values = secrets.flatMap(({ data }) =>
    Object.values((data ?? {}) as Record<string, string>).map((value) => Buffer.from(value, 'base64').toString('utf8')),
  );
  return toHiddenValues([...values, ...secretLikeValues([pod, ...maps])]);
}

function refNames({ spec = {} }: PodRefs): { secrets: string[]; configMaps: string[] } {
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  const variables = containers.flatMap(({ env }) => (env ?? []).map(({ valueFrom }) => valueFrom));
  const whole = containers.flatMap(({ envFrom }) => envFrom ?? []);
  const sources = (spec.volumes ?? []).flatMap((volume) => [volume, ...(volume.projected?.sources ?? [])]);
  const unique = (names: (string | undefined)[]) => [...new Set(names.filter((name): name is string => Boolean(name)))];
  return {
    secrets: unique([
      ...variables.map((from) => from?.secretKeyRef?.name),
      ...whole.map(({ secretRef }) => secretRef?.name),
      ...sources.map(({ secret }) => secret?.secretName ?? secret?.name),
    ]),
    configMaps: unique([
      ...variables.map((from) => from?.configMapKeyRef?.name),
      ...whole.map(({ configMapRef }) => configMapRef?.name),
      ...sources.map(({ configMap }) => configMap?.name),
    ]),
  };
}
