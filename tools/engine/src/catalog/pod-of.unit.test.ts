import { aDeployment, anObject, aPod } from '@slipway/testing';
import { podOf } from './pod-of.ts';

const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [] } };

describe('podOf', () => {
  it('is a pod itself', () => {
    const pod = aPod();
    expect(podOf(pod)).toEqual({ metadata: pod.metadata, spec: pod.spec });
  });

  it('is the template of a workload, and of the Jobs of a CronJob', () => {
    expect(podOf({ ...aDeployment(), spec: { template } })).toEqual(template);
    const jobTemplate = { spec: { template } };
    expect(podOf({ ...anObject('batch/v1', 'CronJob'), spec: { jobTemplate } })).toEqual(template);
  });

  it('is nothing for what makes none', () => expect(podOf(anObject('v1', 'Service'))).toBeUndefined());
});
