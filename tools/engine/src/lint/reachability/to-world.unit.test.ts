import type { KubeObject } from '@slipway/contracts';
import { toWorld } from './to-world.ts';

const objects = (namespace: object): KubeObject[] => [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', ...namespace },
    spec: { template: { metadata: { labels: { 'app.kubernetes.io/name': 'web' } } } },
  } as KubeObject,
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'web', ...namespace },
    spec: { podSelector: {} },
  } as KubeObject,
];

describe('toWorld', () => {
  it.each([
    ['of the release, where an object names none', {}, 'shop'],
    ['that an object names', { namespace: 'other' }, 'other'],
  ])('puts pods and policies into the namespace %s', (_title, given, expected) => {
    const { world, ends } = toWorld([{ namespace: 'shop', objects: objects(given) }], {});
    expect(ends.filter(({ isOurs }) => isOurs).map(({ namespace }) => namespace)).toEqual([expected, expected]);
    expect(world.policies).toMatchObject([{ metadata: { name: 'web', namespace: expected } }]);
  });
});
