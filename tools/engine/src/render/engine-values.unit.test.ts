import { anEnvironment } from '@slipway/testing';
import { engineValues } from './engine-values.ts';

const environment = anEnvironment();
const image = { repository: 'slipway/api', digest: `sha256:${'1'.repeat(64)}` };

describe('engineValues', () => {
  it('gives images by digest where the cluster pulls them, and what the environment says', () => {
    expect(engineValues(environment, { own: image, nested: { db: image } })).toEqual({
      image: { ...image, repository: 'registry.test/slipway/api' },
      db: { image: { ...image, repository: 'registry.test/slipway/api' } },
      global: { slipway: { environment: 'prod', requireDigest: true, ingressDomain: 'shop.test' } },
    });
  });

  it('asks for no digest in local', () => {
    const values = engineValues({ ...environment, name: 'local' }, { nested: {} });
    expect(values).toEqual({
      global: { slipway: { environment: 'local', requireDigest: false, ingressDomain: 'shop.test' } },
    });
  });

  it('hands in the map of namespaces and the metrics APIs where the environment has them', () => {
    const namespace = { default: 'shop', 'data-api': 'data' };
    const values = engineValues({ ...environment, namespace, metricsApis: ['resource', 'custom'] }, { nested: {} });
    expect(values.global).toMatchObject({ slipway: { namespaces: namespace, metricsApis: ['resource', 'custom'] } });
  });
});
