import type { HttpAnswer } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import type { RequestFacts } from './kube-errors.ts';
import { toStatusError } from './kube-errors.ts';

/**
 * What the API server itself says where the answer of a service was asked for: no such service or port,
 * nothing Ready behind it, no right. Undefined for an answer of the service. Pure.
 */
export function toProxyRefusal(
  facts: RequestFacts,
  { status, headers, body }: Pick<HttpAnswer, 'status' | 'headers' | 'body'>,
): SlipwayError | undefined {
  if (status < 400 || !isStatus(body, headers['content-type'])) return undefined;
  const error = toStatusError(facts, status, body);
  if (error.code === 'Forbidden' || error.code === 'CredentialsExpired') return error;
  return new SlipwayError({
    code: 'ServiceUnreachable',
    message: error.message,
    hint: 'Does the Service exist, with this port, and is a Ready pod behind it?',
    details: error.details,
  });
}

function isStatus(body: string, type = ''): boolean {
  if (!type.includes('json')) return /^(error trying to reach service|no endpoints available)/.test(body);
  try {
    const { kind, apiVersion } = JSON.parse(body) as { kind?: string; apiVersion?: string };
    return kind === 'Status' && apiVersion === 'v1';
  } catch {
    return false;
  }
}
