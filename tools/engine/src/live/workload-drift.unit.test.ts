import { aDeployment, anObject } from '@slipway/testing';
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

  it('finds what differs in a CronJob, and takes what the API server fills in for no difference', () => {
    const cronJob = (image: string, more: object = {}) =>
      anObject('batch/v1', 'CronJob', {
        spec: {
          schedule: '*/5 * * * *',
          jobTemplate: { spec: { template: { spec: { containers: [{ name: 'app', image }] } } } },
          ...more,
        },
      });
    const defaulted = cronJob('a', { suspend: false, concurrencyPolicy: 'Allow' });
    expect(workloadDrift(cronJob('a', { suspend: false }), defaulted)).toEqual([]);
    const edited = cronJob('b', { suspend: true });
    expect(
      workloadDrift(cronJob('a', { suspend: false }), edited)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['/spec/jobTemplate/spec/template/spec/containers/app/image', '/spec/suspend']);
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
