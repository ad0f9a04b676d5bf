import { loadSettings } from '@slipway/service-kit';
import { allSettings } from '../settings.ts';
import { toShownConfig } from './to-shown-config.ts';

const shown = (env: NodeJS.ProcessEnv) =>
  toShownConfig(allSettings, loadSettings(allSettings, { env: { API_BASE_URL: 'http://backend-api/', ...env } }));

describe('toShownConfig', () => {
  it('shows every setting, sorted', () => {
    expect(Object.keys(shown({}))).toEqual(Object.keys(allSettings).sort());
  });

  it('shows values with their types and sources', () => {
    expect(shown({ MAX_CONNECTIONS: '7', LOG_LEVEL: 'warn' })).toMatchObject({
      API_BASE_URL: { value: 'http://backend-api/', source: 'env' },
      LOG_LEVEL: { value: 'warn', source: 'env' },
      MAX_CONNECTIONS: { value: 7, source: 'env' },
      PROD: { value: 'false', source: 'default' },
      HOST: { value: null, source: 'default' },
    });
  });

  it('tells of a secret whether it is set, and nothing else', () => {
    const { SECRET_KEY, DB_PASSWORD } = shown({ SECRET_KEY: 'canary' });
    expect({ SECRET_KEY, DB_PASSWORD }).toEqual({ SECRET_KEY: { set: true }, DB_PASSWORD: { set: false } });
  });

  it('redacts what looks like a secret in a setting that is none', () => {
    expect(shown({ HOST: 'a.example?password=canary-1' })['HOST']).toEqual({
      value: 'a.example?password=[redacted]',
      source: 'env',
    });
  });
});
