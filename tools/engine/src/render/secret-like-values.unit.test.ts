import { aDeployment, anObject } from '@slipway/testing';
import { secretLikeValues } from './secret-like-values.ts';

describe('secretLikeValues', () => {
  it('finds variables, entries and annotations that are named like secrets', () => {
    const env = [
      { name: 'DB_PASSWORD', value: 'canary-1' },
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'DB_PASSWORD_FILE', value: '/run/secrets/db' },
      { name: 'API_KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'api' } } },
    ];
    const deployment = aDeployment({
      annotations: { 'example.com/deploy-token': 'canary-2', 'checksum/secret': 'abcdef' },
      spec: { template: { spec: { containers: [{ name: 'tokens', image: 'web', env }] } } },
    });
    const map = { ...anObject('v1', 'ConfigMap'), data: { apiKey: 'canary-3', mode: 'fast' } };
    const secret = { ...anObject('v1', 'Secret'), data: { password: 'Y2FuYXJ5LTQ=' } };
    expect(secretLikeValues([deployment, map, secret])).toEqual(['canary-2', 'canary-1', 'canary-3']);
  });

  it('takes no name of a Secret or of its entries for a value', () => {
    const items = [{ key: 'integrationKey', path: 'integrationKey' }];
    const volumes = [{ name: 'secrets', secret: { secretName: 'api-token', items } }];
    const spec = { template: { spec: { serviceAccountName: 'web', imagePullSecrets: [{ name: 'login' }], volumes } } };
    expect(secretLikeValues([aDeployment({ spec })])).toEqual([]);
  });
});
