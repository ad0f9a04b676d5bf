import type { KubeObject } from '@slipway/contracts';
import { podOf } from '../../catalog/pod-of.ts';
import type { RawFinding } from '../findings/raw-finding.ts';

interface Named {
  name?: string;
  optional?: boolean;
}

interface PodSpec {
  containers?: { envFrom?: { configMapRef?: Named }[] }[];
  initContainers?: { envFrom?: { configMapRef?: Named }[] }[];
  volumes?: { configMap?: Named; persistentVolumeClaim?: { claimName?: string } }[];
}

interface RouteSpec {
  rules?: { backendRefs?: { kind?: string; name?: string; namespace?: string; port?: number }[] }[];
}

/** What Kubernetes puts into every namespace. */
const ROOT_CERTIFICATES = 'kube-root-ca.crt';
/** Annotations that Helm reads, with the words it knows; it passes over others in silence, and drops hooks itself. */
const WORDS: Readonly<Record<string, string>> = {
  'helm.sh/hook-delete-policy': 'before-hook-creation hook-succeeded hook-failed',
  'helm.sh/resource-policy': 'keep',
};

/**
 * What the objects of one render say of each other and no API server tells: ConfigMaps that are not there, claims that no
 * pod mounts, backends of routes that no Service has; and words for Helm that it does not know. Pure.
 */
export function toReferenceFindings(objects: readonly KubeObject[], render: string): RawFinding[] {
  const pods = objects.map((object) => podOf<PodSpec>(object)?.spec);
  const namesOf = (kind: string) => objects.filter((it) => it.kind === kind).map(({ metadata }) => metadata.name);
  const configMaps = [...namesOf('ConfigMap'), ROOT_CERTIFICATES];
  const claims = pods.flatMap((pod) => pod?.volumes ?? []).map((it) => it.persistentVolumeClaim?.claimName);
  return objects.flatMap((object, index): RawFinding[] => {
    const fault = (rule: string, message: string, fix: string): RawFinding => ({
      ...{ severity: 'error', check: 'references', rule, render, message, fix },
      object: { kind: object.kind, name: object.metadata.name },
    });
    const missing = configMapsOf(pods[index]).filter((name) => !configMaps.includes(name));
    const isUnused = object.kind === 'PersistentVolumeClaim' && !claims.includes(object.metadata.name);
    return [
      ...[...new Set(missing)].map((name) =>
        fault(
          'missing-config-map',
          `ConfigMap ${name} is not part of the chart, and the pod cannot start without it`,
          'Correct the name, or say optional: true where others make it.',
        ),
      ),
      ...(isUnused
        ? [
            fault(
              'unused-claim',
              'no pod mounts this claim',
              'Correct the claimName of the pod, or take the claim out.',
            ),
          ]
        : []),
      ...toRouteFaults(object, objects).map((message) =>
        fault('unknown-backend', message, 'Correct name or port in backendRefs.'),
      ),
      ...toWordFaults(object).map(([message, known]) =>
        fault('unknown-word', message, `Use ${known.replaceAll(' ', ', ')}.`),
      ),
    ];
  });
}

function configMapsOf(pod: PodSpec | undefined): string[] {
  const containers = [...(pod?.containers ?? []), ...(pod?.initContainers ?? [])];
  return [
    ...containers.flatMap(({ envFrom = [] }) => envFrom.map(({ configMapRef }) => configMapRef)),
    ...(pod?.volumes ?? []).map(({ configMap }) => configMap),
  ].flatMap((it) => (it?.name === undefined || it.optional === true ? [] : [it.name]));
}

/** Backends in the same namespace alone: those of others are in no render of the chart. */
function toRouteFaults({ kind, spec }: KubeObject, objects: readonly KubeObject[]): string[] {
  if (kind !== 'HTTPRoute' && kind !== 'GRPCRoute') return [];
  const backends = ((spec ?? {}) as RouteSpec).rules?.flatMap(({ backendRefs = [] }) => backendRefs) ?? [];
  return backends.flatMap(({ kind: backend = 'Service', name = '', namespace, port }) => {
    if (backend !== 'Service' || namespace !== undefined) return [];
    const service = objects.find((it) => it.kind === 'Service' && it.metadata.name === name);
    if (!service) return [`there is no Service ${name} in the chart`];
    const ports = ((service.spec ?? {}) as { ports?: { port?: number }[] }).ports?.map((it) => it.port) ?? [];
    return port === undefined || ports.includes(port)
      ? []
      : [`Service ${name} has no port ${port}; it has ${ports.join(', ')}`];
  });
}

function toWordFaults({ metadata }: KubeObject): [message: string, known: string][] {
  return Object.entries(WORDS).flatMap(([annotation, known]) =>
    String(metadata.annotations?.[annotation] ?? '')
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '' && !known.split(' ').includes(word))
      .map((word): [string, string] => [`Helm does not know ${annotation} "${word}" and passes it over`, known]),
  );
}
