import { loadSettings } from '@slipway/service-kit/src/settings/settings.ts';
import { healthCheckSettings } from '../settings.ts';
import { toTargets } from './to-targets.ts';

const targetsOf = (env: NodeJS.ProcessEnv = {}) => toTargets(loadSettings(healthCheckSettings, { env }).values);

describe('toTargets', () => {
  it('checks both services and the way between them where nothing is said', () => {
    const common = { method: 'GET', status: 200, timeoutMs: 10_000, retries: 0, headers: {} };
    expect(targetsOf()).toEqual({
      faults: [],
      targets: [
        { ...common, name: 'backend-api', url: 'http://backend-api/' },
        {
          ...common,
          name: 'backend-api-download',
          url: 'http://backend-api/download_external_logs?env=development',
          body: { ndjson: true },
        },
        { ...common, name: 'data-api', url: 'http://data-api/' },
      ],
    });
  });

  it('takes the addresses and the environment from the settings', () => {
    const env = {
      SERVICE_URL: 'https://api.example/v1/',
      DATA_SERVICE_URL: 'http://d:81',
      DOWNLOAD_ENVIRONMENT: 'staging',
    };
    expect(targetsOf(env).targets.map(({ url }) => url)).toEqual([
      'https://api.example/v1/',
      'https://api.example/v1/download_external_logs?env=staging',
      'http://d:81/',
    ]);
  });

  it('takes a list instead', () => {
    expect(targetsOf({ TARGETS: '[{"url":"http://a/"}]', RETRIES: '3', SERVICE_URL: 'x' })).toMatchObject({
      faults: [],
      targets: [{ url: 'http://a/', retries: 3 }],
    });
  });

  it.each([
    ['SERVICE_URL', 'backend-api', 'SERVICE_URL: must be an http or https URL.'],
    [
      'DATA_SERVICE_URL',
      'http://u:canary@a',
      'DATA_SERVICE_URL: must have no user and password; put a key into a header from a file.',
    ],
    ['SERVICE_URL', 'http://a/?key=canary', 'SERVICE_URL: must have no query.'],
    ['TARGETS', 'canary', 'TARGETS: must be a JSON array of targets.'],
  ])('finds what is wrong with %s', (name, value, fault) => {
    expect(targetsOf({ [name]: value })).toEqual({ targets: [], faults: [fault] });
  });
});
