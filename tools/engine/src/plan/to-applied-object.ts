import type { KubeKind, KubeObject } from '@slipway/contracts';
import { isMap } from '../live/compare-fields.ts';
import { redactSecrets } from '../render/redact-secrets.ts';

/** Whose object it is. */
export interface Owner {
  name: string;
  namespace: string;
}

/** Stands for a secret value in a dry run: base64 of `{}`, which also passes where JSON is asked for. */
const PLACEHOLDER = 'e30=';

/**
 * An object as Helm sends it: in its namespace, with the marks of the release. Values of Secrets, which a rendered
 * release holds as digests alone, are the live ones where those have the same digest, and a placeholder where not. Pure.
 */
export function toAppliedObject(
  desired: KubeObject,
  kind: KubeKind,
  { name, namespace }: Owner,
  { live, key }: { live: KubeObject | undefined; key: string | undefined },
): KubeObject {
  const { metadata } = desired;
  const { namespace: _namespace, ...rest } = metadata;
  const object = {
    ...desired,
    metadata: {
      ...rest,
      ...(kind.isNamespaced ? { namespace: metadata.namespace ?? namespace } : {}),
      labels: { ...metadata.labels, 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { ...metadata.annotations, 'meta.helm.sh/release-name': name, 'meta.helm.sh/release-namespace': namespace }, // prettier-ignore
    },
  };
  return desired.kind === 'Secret' && isMap(desired.data) ? withValues(object, live, key) : object;
}

function withValues(object: KubeObject, live: KubeObject | undefined, key: string | undefined): KubeObject {
  const values = isMap(live?.data) ? live.data : {};
  const digests = live && key !== undefined ? ((redactSecrets([live], key)[0]?.data ?? {}) as Record<string, unknown>) : {}; // prettier-ignore
  const data = Object.entries(object.data as Record<string, unknown>).map(([name, digest]) => [
    name,
    name in digests && digests[name] === digest ? values[name] : PLACEHOLDER,
  ]);
  return { ...object, data: Object.fromEntries(data) as Record<string, string> };
}
