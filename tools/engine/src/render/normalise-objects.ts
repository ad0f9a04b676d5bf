import type { KubeObject } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';

/** Whose objects they are, for errors. */
export interface RenderedFor {
  release: string;
  namespace: string;
}

/**
 * Rendered documents as objects, lists taken apart, sorted by kind and name. Throws `ChartInvalid` for
 * what is no object, for none at all, for objects of another namespace and for two of one name. Pure.
 */
export function normaliseObjects(documents: readonly unknown[], { release, namespace }: RenderedFor): KubeObject[] {
  const objects = documents.flatMap((document) => toObjects(document, release));
  if (objects.length === 0) {
    throw invalid(release, 'the chart renders no object', 'Look at its conditions and values.');
  }
  for (const object of objects) {
    const { kind, metadata } = object;
    const isElsewhere = metadata.namespace !== undefined && metadata.namespace !== namespace;
    if (isElsewhere && !isClusterScoped(object)) {
      throw invalid(
        release,
        `${kind}/${metadata.name} goes to namespace ${metadata.namespace}, the release to ${namespace}`,
        'A release owns its namespace alone; use {{ .Release.Namespace }}.',
      );
    }
  }
  refuseTwins(objects, release);
  return objects.sort((a, b) => compare(sortKey(a), sortKey(b)));
}

/** Whether an object is a hook of the release's life, or one of its tests. */
export function hookTypes(object: KubeObject): string[] {
  const hook = object.metadata.annotations?.['helm.sh/hook'] ?? '';
  return hook.split(',').map((type) => type.trim()).filter(Boolean); // prettier-ignore
}

/** Whether an object is a test of the release. */
export function isTest(object: KubeObject): boolean {
  return hookTypes(object).some((type) => type === 'test' || type === 'test-success');
}

/** Kinds of Kubernetes itself that belong to no namespace; a namespace in their metadata means nothing. */
const CLUSTER_KINDS = new Set([
  'APIService', 'ClusterRole', 'ClusterRoleBinding', 'CSIDriver', 'CustomResourceDefinition', 'IngressClass',
  'MutatingWebhookConfiguration', 'Namespace', 'PersistentVolume', 'PriorityClass', 'RuntimeClass', 'StorageClass',
  'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration', 'VolumeSnapshotClass',
]); // prettier-ignore

/** Whether an object is of a kind that, as far as is known without a cluster, belongs to no namespace. */
function isClusterScoped({ kind }: KubeObject): boolean {
  return CLUSTER_KINDS.has(kind);
}

/** Helm would write both, one over the other. A hook may go by the name of what it stands in for. */
function refuseTwins(objects: readonly KubeObject[], release: string): void {
  const seen = new Set<string>();
  for (const object of objects) {
    if (hookTypes(object).length > 0) continue;
    const { apiVersion, kind, metadata } = object;
    const key = [apiVersion.split('/').slice(0, -1).join('/'), kind, metadata.name].join(' ');
    if (seen.has(key)) {
      throw invalid(release, `it renders ${kind}/${metadata.name} twice`, 'Give one of the two another name, or remove one.'); // prettier-ignore
    }
    seen.add(key);
  }
}

function toObjects(document: unknown, release: string): KubeObject[] {
  const object = document as Partial<KubeObject> & { items?: unknown };
  if (typeof document !== 'object' || document === null || Array.isArray(document) || !object.kind) {
    throw invalid(
      release,
      'a document is no Kubernetes object (it has no kind)',
      'Look for a stray line in a template.',
    );
  }
  if (object.kind === 'List' && Array.isArray(object.items)) {
    return object.items.flatMap((item) => toObjects(item, release));
  }
  if (typeof object.apiVersion !== 'string' || typeof object.metadata?.name !== 'string') {
    throw invalid(release, `a ${object.kind} has no apiVersion or metadata.name`, 'Correct its template.');
  }
  return [object as KubeObject];
}

function invalid(release: string, fault: string, hint: string): SlipwayError {
  return new SlipwayError({ code: 'ChartInvalid', message: `render release ${release}: ${fault}.`, hint });
}

function sortKey({ apiVersion, kind, metadata }: KubeObject): string {
  return [kind, metadata.name, apiVersion, metadata.namespace ?? ''].join('\0');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
