import { requireHttp11 } from './require-http11.ts';

describe('requireHttp11', () => {
  it('takes HTTP/1.1', () => {
    expect(() => requireHttp11({ httpVersionMinor: 1 })).not.toThrow();
  });

  it('refuses HTTP/1.0 with what to use instead', () => {
    expect(() => requireHttp11({ httpVersionMinor: 0 })).toThrow(
      expect.objectContaining({
        code: 'UpgradeRequired',
        headers: { Upgrade: 'HTTP/1.1', Connection: 'Upgrade, close' },
      }),
    );
  });
});
