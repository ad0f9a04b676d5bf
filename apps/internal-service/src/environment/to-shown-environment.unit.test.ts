import { toShownEnvironment } from './to-shown-environment.ts';

const shown = (name: string, value: string, secrets: string[] = []) =>
  toShownEnvironment({ [name]: value }, secrets)[name];

describe('toShownEnvironment', () => {
  it.each(['DB_PASSWORD', 'dbPassword', 'SECRET_KEY', 'api-key', 'GITHUB_TOKEN', 'DSN', 'AUTH_COOKIE', 'PGPASSWORD'])(
    'redacts %s by its name, whatever it holds',
    (name) => {
      expect(shown(name, 'plain')).toBe('[redacted]');
      expect(shown(name, '')).toBe('[redacted]');
    },
  );

  it('redacts random hex, but no commit or digest', () => {
    const hex = '9f86d081884c7d659a2feaa0c55ad015';
    expect(shown('SEED', hex)).toBe('[redacted]');
    expect(shown('GIT_COMMIT', hex)).toBe(hex);
  });

  it('redacts what looks like a secret within a value, and leaves the rest of it', () => {
    expect(shown('UPSTREAM', 'postgres://app:canary@db.example/main?x=1')).toBe(
      'postgres://[redacted]@db.example/main?x=1',
    );
  });

  it.each([
    ['a whole value, however short', 'abc', 'abc', '[redacted]'],
    ['a part of a value', '--user=app --with=canary-1 -v', 'canary-1', '--user=app --with=[redacted] -v'],
    ['every such part', 'canary-1,canary-1', 'canary-1', '[redacted],[redacted]'],
    ['no part of a word by a short one', 'production', 'prod', 'production'],
  ])('redacts a known secret: %s', (_title, value, secret, expected) => {
    expect(shown('HARMLESS', value, [secret])).toBe(expected);
  });

  it.each([
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/bin:/bin'],
    ['NODE_VERSION', 'v24.21.0'],
    ['IMAGE', `registry.example.com/slipway/internal-service@sha256:${'0123456789abcdef'.repeat(4)}`],
    ['POD_UID', '5f0a1c1e-7c2b-4d53-9a43-0f7c5f6c8a11'],
    ['HOSTNAME', 'internal-service-6d5f9c7b8d-x2k4q'],
    ['KUBERNETES_SERVICE_HOST', '10.96.0.1'],
    ['KUBERNETES_PORT_443_TCP', 'tcp://10.96.0.1:443'],
    ['API_BASE_URL', 'http://backend-api/'],
    ['DB_PASSWORD_FILE', '/var/run/secrets/slipway/own/password'],
    ['NODE_COMPILE_CACHE', '/app/cache'],
    ['LANG', 'C.UTF-8'],
    ['STARTED', '2026-11-21T12:00:00.000Z'],
    ['EMPTY', ''],
  ])('leaves %s readable', (name, value) => {
    expect(shown(name, value)).toBe(value);
  });
});
