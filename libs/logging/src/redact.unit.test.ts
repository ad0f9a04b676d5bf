import { isSecretKey } from './redact.ts';

describe('isSecretKey', () => {
  it.each([
    'authorization',
    'Proxy-Authorization',
    'cookie',
    'set-cookie',
    'password',
    'DB_PASSWORD',
    'SECRET_KEY',
    'apiKey',
    'x-api-key',
    'LOGS_API_KEY_STAGING',
    'EXTERNAL_INTEGRATION_KEY',
    'EXTERNAL_INTEGRATION_KEY_PRODUCTION',
    'integrationKey',
    'access_token',
    'refreshToken',
    'token',
    'privateKey',
    'key',
    'credentials',
  ])('takes %s for a secret', (key) => {
    expect(isSecretKey(key)).toBe(true);
  });

  it.each(['message', 'path', 'keys_count', 'monkey', 'keyboard', 'tokens', 'author', 'status', 'file', 'compass'])(
    'lets %s pass',
    (key) => {
      expect(isSecretKey(key)).toBe(false);
    },
  );
});
