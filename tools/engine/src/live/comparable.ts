import type { KubeObject } from '@slipway/contracts';

/** Written by the server, or by tools that keep a copy of the whole object. */
const BOOKKEEPING = new Set(['kubectl.kubernetes.io/last-applied-configuration', 'deployment.kubernetes.io/revision']);

/** A live object without what the server and its controllers keep in it: status, versions, managed fields. Pure. */
export function comparable(object: KubeObject): Record<string, unknown> {
  const { metadata, status: _status, ...rest } = object;
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([name]) => !BOOKKEEPING.has(name));
  return {
    ...rest,
    metadata: {
      ...(metadata.labels ? { labels: metadata.labels } : {}),
      ...(annotations.length > 0 ? { annotations: Object.fromEntries(annotations) } : {}),
      ...(metadata.finalizers ? { finalizers: metadata.finalizers } : {}),
    },
  };
}
