import type { Failure } from './failure.ts';
import { CheckError } from './failure.ts';

const BY_CODE: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: { code: 'Refused', detail: 'the connection was refused' },
  ENOTFOUND: { code: 'NameUnresolved', detail: 'the name is not known' },
  EAI_AGAIN: { code: 'NameUnresolved', detail: 'the name server does not answer' },
  ECONNRESET: { code: 'Broken', detail: 'the connection broke off before the answer was whole' },
  EPIPE: { code: 'Broken', detail: 'the connection broke off before the answer was whole' },
  EHOSTUNREACH: { code: 'Unreachable', detail: 'there is no way to the host' },
  ENETUNREACH: { code: 'Unreachable', detail: 'there is no way to the host' },
  ETIMEDOUT: { code: 'Unreachable', detail: 'the host does not answer' },
};

/** The certificate codes of OpenSSL that Node hands on: `CERT_HAS_EXPIRED`, `DEPTH_ZERO_SELF_SIGNED_CERT`, ... */
const TLS_CODE =
  /^(ERR_(TLS|SSL)_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$)/;

/** What an exchange that did not come to its end failed of. Errors of another kind keep only their code. Pure. */
export function toFailure(error: unknown): Failure {
  if (error instanceof CheckError) return error.failure;
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string') return { code: 'Failed', detail: 'the request failed' };
  if (TLS_CODE.test(code)) return { code: 'TlsInvalid', detail: `the connection cannot be trusted (${code})` };
  if (code.startsWith('HPE_')) return { code: 'NotHttp', detail: `the answer is not valid HTTP (${code})` };
  return BY_CODE[code] ?? { code: 'Failed', detail: `the request failed (${code})` };
}
