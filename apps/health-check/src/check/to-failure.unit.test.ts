import { CheckError, FAILURE_CODES } from './failure.ts';
import { toFailure } from './to-failure.ts';

const anError = (code: string) => Object.assign(new Error('canary'), { code });

describe('toFailure', () => {
  it.each([
    ['ECONNREFUSED', 'Refused'],
    ['ENOTFOUND', 'NameUnresolved'],
    ['EAI_AGAIN', 'NameUnresolved'],
    ['ECONNRESET', 'Broken'],
    ['EHOSTUNREACH', 'Unreachable'],
    ['CERT_HAS_EXPIRED', 'TlsInvalid'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'TlsInvalid'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'TlsInvalid'],
    ['HPE_INVALID_CONSTANT', 'NotHttp'],
    ['ESOMETHING', 'Failed'],
  ])('says of %s: %s, without its message', (code, expected) => {
    const failure = toFailure(anError(code));
    expect(failure.code).toBe(expected);
    expect(failure.detail).not.toContain('canary');
  });

  it('keeps a failure that is known, and tells nothing of what is not', () => {
    expect(toFailure(new CheckError('Timeout', 'late'))).toEqual({ code: 'Timeout', detail: 'late' });
    expect(toFailure(new Error('canary'))).toEqual({ code: 'Failed', detail: 'the request failed' });
  });

  it('has codes that stand in order, each once', () => {
    expect([...new Set(FAILURE_CODES)].sort()).toEqual(FAILURE_CODES);
  });
});
