import { chooseKey } from './choose-key.ts';

const keys = {
  EXTERNAL_INTEGRATION_KEY: 'own',
  EXTERNAL_INTEGRATION_KEY_DEVELOPMENT: 'dev',
  EXTERNAL_INTEGRATION_KEY_STAGING: 'stage',
  EXTERNAL_INTEGRATION_KEY_PRODUCTION: undefined,
};

describe('chooseKey', () => {
  it.each([
    [['development'], { key: 'dev', environment: 'development' }],
    [['staging'], { key: 'stage', environment: 'staging' }],
    [[], { key: 'own', environment: undefined }],
  ])('for env %j takes %j', (envs, expected) => {
    expect(chooseKey(envs, keys)).toEqual(expected);
  });

  it.each([
    [['nowhere']],
    [['']],
    [['Development']],
    [['development', 'development']],
    [['development', '']],
    [['__proto__']],
  ])('refuses env %j as InvalidEnvironment', (envs) => {
    expect(() => chooseKey(envs, keys)).toThrow(expect.objectContaining({ code: 'InvalidEnvironment', status: 400 }));
  });

  it('refuses a request without env where there is no own key', () => {
    expect(() => chooseKey([], { ...keys, EXTERNAL_INTEGRATION_KEY: undefined })).toThrow(
      expect.objectContaining({ code: 'InvalidEnvironment' }),
    );
  });

  it('says that a known environment has no key, and shows none', () => {
    expect(() => chooseKey(['production'], keys)).toThrow(
      expect.objectContaining({
        code: 'IntegrationKeyMissing',
        status: 503,
        message: expect.not.stringMatching(/own|dev\b|stage\b/),
      }),
    );
  });
});
