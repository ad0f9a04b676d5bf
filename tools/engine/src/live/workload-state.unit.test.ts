import { anObject, readyStatus } from '@slipway/testing';
import { workloadState } from './workload-state.ts';

const set = (status: Record<string, unknown>) =>
  anObject('apps/v1', 'StatefulSet', { spec: { replicas: 2 }, status: { observedGeneration: 1, ...status } });

describe('workloadState', () => {
  it.each<[string, Parameters<typeof workloadState>[0], boolean]>([
    ['a Deployment with all pods new and available', anObject('apps/v1', 'Deployment', { status: readyStatus() }), true],
    ['a Deployment whose spec was not seen yet', anObject('apps/v1', 'Deployment', { status: { ...readyStatus(), observedGeneration: 0 } }), false],
    ['a Deployment with an old pod left', anObject('apps/v1', 'Deployment', { status: { ...readyStatus(), replicas: 2 } }), false],
    ['a Deployment scaled to nothing', anObject('apps/v1', 'Deployment', { spec: { replicas: 0 }, status: { observedGeneration: 1 } }), true],
    ['a StatefulSet that is rolled', set({ replicas: 2, readyReplicas: 2, updatedReplicas: 2, currentRevision: 'b', updateRevision: 'b' }), true],
    ['a StatefulSet in the middle of a rollout', set({ replicas: 2, readyReplicas: 2, updatedReplicas: 1, currentRevision: 'a', updateRevision: 'b' }), false],
    ['a complete Job', anObject('batch/v1', 'Job', { status: { conditions: [{ type: 'Complete', status: 'True' }] } }), true],
    ['a CronJob', anObject('batch/v1', 'CronJob'), true],
  ])('%s', (_title, workload, isReady) => expect(workloadState(workload).isReady).toBe(isReady)); // prettier-ignore

  it.each([
    [false, 'runs by its schedule'],
    [true, 'suspended, begins no run'],
  ])('takes a CronJob for as wanted, suspended or not: %s', (suspend, message) => {
    const found = workloadState(anObject('batch/v1', 'CronJob', { spec: { suspend } }));
    expect(found).toMatchObject({ isReady: true, hasFailed: false, ready: 0, wanted: 0, message });
  });
});
