import { aDeployment } from '@slipway/testing';
import { normaliseObjects } from './normalise-objects.ts';

const ref = { release: 'web', namespace: 'shop' };

describe('normaliseObjects', () => {
  it('takes lists apart and sorts', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [aDeployment({ name: 'b' }), aDeployment({ name: 'a' })] };
    expect(normaliseObjects([list], ref).map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
  });

  it.each<[string, unknown[], string]>([
    ['no object at all', [], 'the chart renders no object'],
    ['a stray line', ['text'], 'a document is no Kubernetes object'],
    ['an object without a name', [{ apiVersion: 'v1', kind: 'Secret', metadata: {} }], 'a Secret has no apiVersion or metadata.name'],
    ['an object of another namespace', [{ ...aDeployment(), metadata: { name: 'web', namespace: 'other' } }], 'goes to namespace other, the release to shop'],
  ])('refuses %s', (_title, documents, message) => {
    expect(() => normaliseObjects(documents, ref)).toThrow(message);
  }); // prettier-ignore
});
