import type { Environment, VerificationCheck } from '@slipway/contracts';

/** Where a check asks: an address, or a service through the API server. */
export type CheckTarget =
  { kind: 'url'; url: string } | { kind: 'service'; service: string; port: string; path: string };

const DEFAULT_PORTS = { http: 80, https: 443 } as const;

/** Where one check of a release asks in an environment. Pure. */
export function toTarget(
  { url, path = '/', via = 'ingress', service, port = 'http' }: VerificationCheck,
  release: string,
  { ingress }: Pick<Environment, 'ingress'>,
): CheckTarget {
  if (url !== undefined) return { kind: 'url', url };
  const name = service ?? release;
  if (via === 'service') return { kind: 'service', service: name, port: String(port), path };
  const { scheme = 'https', domain } = ingress;
  const suffix = ingress.port === undefined || ingress.port === DEFAULT_PORTS[scheme] ? '' : `:${ingress.port}`;
  return { kind: 'url', url: `${scheme}://${name}.${domain}${suffix}${path}` };
}
