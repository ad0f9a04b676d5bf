import type { Environment } from '@slipway/contracts';

/** Namespace of one release in an environment. Pure. */
export function namespaceOf(environment: Environment, release: string): string {
  const { namespace } = environment;
  return typeof namespace === 'string' ? namespace : (namespace[release] ?? (namespace.default as string));
}
