import type { KubeObject } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';

/** Whose objects they are, for errors. */
export interface RenderedFor {
  release: string;
  namespace: string;
}

/**
 * Rendered documents as objects, lists taken apart, sorted by kind and name. Throws `ChartInvalid` for
 * what is no object, for none at all, and for objects of another namespace. Pure.
 */
export function normaliseObjects(documents: readonly unknown[], { release, namespace }: RenderedFor): KubeObject[] {
  const objects = documents.flatMap((document) => toObjects(document, release));
  if (objects.length === 0) {
    throw invalid(release, 'the chart renders no object', 'Look at its conditions and values.');
  }
  for (const object of objects) {
    const { kind, metadata } = object;
    if (metadata.namespace !== undefined && metadata.namespace !== namespace) {
      throw invalid(
        release,
        `${kind}/${metadata.name} goes to namespace ${metadata.namespace}, the release to ${namespace}`,
        'A release owns its namespace alone; use {{ .Release.Namespace }}.',
      );
    }
  }
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
