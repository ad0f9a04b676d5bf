import { aDeployment } from '@slipway/testing';
import { workloadDrift } from './workload-drift.ts';

const withEnv = (names: string[], manager = 'helm') => {
  const containers = [{ name: 'app', image: 'web', env: names.map((name) => ({ name, value: '1' })) }];
  const object = aDeployment({ spec: { replicas: 1, template: { spec: { containers } } } });
  const managedFields = [{ manager, fieldsV1: { 'f:spec': {} } }];
  return { ...object, metadata: { ...object.metadata, managedFields } };
};

describe('workloadDrift', () => {
  it('finds a workload that is gone', () => {
    expect(workloadDrift(aDeployment(), undefined)).toEqual([
      { kind: 'Deployment', name: 'web', path: '', from: null, to: 'present' },
    ]);
  });

  it('leaves the number of replicas to an autoscaler', () => {
    const live = aDeployment({ spec: { replicas: 5 } });
    expect(workloadDrift(aDeployment(), live, { ignoreReplicas: true })).toEqual([]);
    expect(workloadDrift(aDeployment(), live).map(({ path, from, to }) => [path, from, to])).toEqual([
      ['/spec/replicas', 5, 1],
    ]);
  });

  it('takes an entry too many for drift only when somebody edited the spec', () => {
    expect(workloadDrift(withEnv(['A']), withEnv(['A', 'B'], 'kubectl-set')).map(({ path }) => path)).toEqual([
      '/spec/template/spec/containers/app/env/B',
    ]);
    expect(workloadDrift(withEnv(['A']), withEnv(['A', 'B'], 'helm'))).toEqual([]);
  });
});
