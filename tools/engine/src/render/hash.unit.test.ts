import { aDeployment, anObject } from '@slipway/testing';
import { toSpecHash } from './hash.ts';
import { hasSecretValues, redactSecrets } from './redact-secrets.ts';

const secret = (values: object) => ({ ...anObject('v1', 'Secret', { name: 'keys' }), ...values });

describe('toSpecHash', () => {
  it('does not depend on the order of objects or keys', () => {
    const [a, b] = [aDeployment({ name: 'a' }), aDeployment({ name: 'b' })];
    const turned = Object.fromEntries(Object.entries(b).reverse()) as typeof b;
    expect(toSpecHash([turned, a])).toBe(toSpecHash([a, b]));
    expect(toSpecHash([a, b])).toMatch(/^[0-9a-f]{40}$/);
  });

  it('changes with any field', () => {
    expect(toSpecHash([aDeployment({ spec: { replicas: 2 } })])).not.toBe(toSpecHash([aDeployment()]));
  });
});

describe('redactSecrets', () => {
  const canary = secret({ stringData: { key: 'canary' } });
  const hashOf = (object: typeof canary, key = 'k') => toSpecHash(redactSecrets([object], key));

  it('leaves no value and still changes with it', () => {
    expect(JSON.stringify(redactSecrets([canary], 'k'))).not.toContain('canary');
    expect(hashOf(secret({ stringData: { key: 'other' } }))).not.toBe(hashOf(canary));
    expect(hashOf(canary, 'another key')).not.toBe(hashOf(canary));
  });

  it('takes data and stringData of the same value for the same', () => {
    expect(hashOf(secret({ data: { key: Buffer.from('canary').toString('base64') } }))).toBe(hashOf(canary));
  });

  it('knows when there is nothing to hide', () => {
    expect([hasSecretValues([canary]), hasSecretValues([secret({}), aDeployment()])]).toEqual([true, false]);
  });
});
