import type { KubeObject } from '@slipway/contracts';
import { aDeployment } from '@slipway/testing';
import { findDrift } from './find-drift.ts';

const deployment = (replicas: number, env: object[] = [{ name: 'A', value: '1' }]) =>
  aDeployment({ spec: { replicas, template: { spec: { containers: [{ name: 'app', image: 'web', env }] } } } });
const managed = (object: KubeObject, ...managedFields: object[]): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, managedFields },
});
const replicasBy = (manager: string, more: object = {}) => ({
  manager,
  time: '2026-01-01T00:00:00Z',
  fieldsV1: { 'f:spec': { 'f:replicas': {} } },
  ...more,
});

describe('findDrift', () => {
  it('finds an object that is gone', () => {
    expect(findDrift(deployment(1), undefined)).toEqual([
      { kind: 'Deployment', name: 'web', path: '', change: 'missing', desired: 'present', live: null },
    ]);
  });

  it('names the field, both values, and who wrote it when', () => {
    const live = managed(deployment(3), replicasBy('kubectl', { subresource: 'scale' }));
    expect(findDrift(deployment(1), live)).toEqual([
      {
        kind: 'Deployment',
        name: 'web',
        path: '/spec/replicas',
        change: 'changed',
        desired: 1,
        live: 3,
        manager: 'kubectl',
        at: '2026-01-01T00:00:00Z',
      },
    ]);
  });

  it.each([
    ['an autoscaler', 'kube-controller-manager'],
    ['an admission webhook, on its way in', 'helm'],
  ])('takes what %s wrote for no drift', (_title, manager) => {
    expect(findDrift(deployment(1), managed(deployment(3), replicasBy(manager)))).toEqual([]);
  });

  it('names the last hand where a field was taken away', () => {
    const live = managed(deployment(1, []), replicasBy('helm'), {
      manager: 'kubectl-edit',
      fieldsV1: { 'f:spec': {} },
    });
    expect(findDrift(deployment(1), live).map(({ path, live: value, manager }) => [path, value, manager])).toEqual([
      ['/spec/template/spec/containers/app/env/A', null, 'kubectl-edit'],
    ]);
  });

  it('finds an entry too many, without the secret in it', () => {
    const containers = {
      'k:{"name":"app"}': { 'f:env': { 'k:{"name":"TOKEN"}': { '.': {}, 'f:name': {}, 'f:value': {} } } },
    };
    const fieldsV1 = { 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': containers } } } };
    const env = [{ name: 'A', value: '1' }, { name: 'TOKEN', value: 'canary' }]; // prettier-ignore
    const live = managed(deployment(1, env), { manager: 'kubectl-set', fieldsV1 });
    expect(findDrift(deployment(1), live)).toEqual([
      {
        kind: 'Deployment',
        name: 'web',
        path: '/spec/template/spec/containers/app/env/TOKEN',
        change: 'extra',
        desired: null,
        live: { name: 'TOKEN', value: '(secret)' },
        manager: 'kubectl-set',
      },
    ]);
  });

  it('compares Secrets, however their values were written, and shows none', () => {
    const secret = (fields: object): KubeObject => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'web' },
      ...fields,
    });
    const desired = secret({ stringData: { user: 'me', key: 'canary' } });
    const live = managed(secret({ data: { user: 'bWU=', key: 'eA==' } }), { manager: 'kubectl-patch', fieldsV1: { 'f:data': { 'f:key': {} } } }); // prettier-ignore
    expect(findDrift(desired, live)).toEqual([
      { kind: 'Secret', name: 'web', path: '/data/key', change: 'changed', desired: '(secret)', live: '(secret)', manager: 'kubectl-patch' },
    ]); // prettier-ignore
  });
});
