import { toIntegrationKeySecret, toRestrictedNamespace } from './integration-keys.ts';

describe('toIntegrationKeySecret', () => {
  it('has one key per entry, each of its own', () => {
    const data = toIntegrationKeySecret('team')['stringData'] as Record<string, string>;
    expect(Object.keys(data)).toEqual(['integrationKey', 'development', 'staging', 'production']);
    expect(new Set(Object.values(data)).size).toBe(4);
    for (const key of Object.values(data)) expect(key).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('toRestrictedNamespace', () => {
  it('enforces the restricted pod security standard', () => {
    expect(toRestrictedNamespace('team').metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe('restricted');
  });
});
