import { isNotFound, toRegistryError } from './registry-error.ts';

describe('toRegistryError', () => {
  it.each([
    [
      'Error: Get "http://127.0.0.1:5050/v2/": dial tcp 127.0.0.1:5050: connect: connection refused',
      'RegistryUnreachable',
    ],
    ['Error: Get "https://r.example.com/v2/": dial tcp: lookup r.example.com: no such host', 'RegistryUnreachable'],
    ['Error: GET https://r.example.com/v2/a/manifests/b: UNAUTHORIZED: authentication required', 'RegistryLoginAbsent'],
    [
      'Error: HEAD https://r.example.com/v2/a: unexpected status code 401 Unauthorized (HEAD responses have no body)',
      'RegistryLoginAbsent',
    ],
    [
      'Error: POST https://r.example.com/v2/a/blobs/uploads/: DENIED: requested access to the resource is denied',
      'RegistryDenied',
    ],
    ['Error: HEAD https://r.example.com/v2/a: unexpected status code 403 Forbidden', 'RegistryDenied'],
    [
      'Error: Get "https://r.example.com/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'RegistryUntrusted',
    ],
    ['Error: something nobody has seen before', 'RegistryFailed'],
  ])('tells %s', (printed, code) => {
    const error = toRegistryError('push image', 'r.example.com/a:b', printed, undefined);
    expect(error).toMatchObject({ code, details: { registry: 'r.example.com' } });
    expect(error.hint).not.toBe('');
  });
});

describe('isNotFound', () => {
  it.each([
    ['MANIFEST_UNKNOWN: manifest unknown', true],
    ['HEAD https://r/v2/a/manifests/b: unexpected status code 404 Not Found', true],
    ['UNAUTHORIZED: authentication required', false],
  ])('says of "%s": %s', (printed, expected) => {
    expect(isNotFound(printed)).toBe(expected);
  });
});
