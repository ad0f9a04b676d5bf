import type { KubeObject } from '@slipway/contracts';
import { findDisruptionFaults } from './find-disruption-faults.ts';

const object = (kind: string, spec: object): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'web' },
  spec,
});
const deployment = (spec: object = {}) =>
  object('Deployment', { template: { metadata: { labels: { app: 'web' } } }, ...spec });
const budget = (spec: object) => object('PodDisruptionBudget', { selector: { matchLabels: { app: 'web' } }, ...spec });
const target = { scaleTargetRef: { kind: 'Deployment', name: 'web' } };
const hpa = (minReplicas: number) => object('HorizontalPodAutoscaler', { ...target, minReplicas });
const keda = (minReplicaCount: number) => object('ScaledObject', { ...target, minReplicaCount });

describe('findDisruptionFaults', () => {
  it.each([
    ['a fixed number', [deployment({ replicas: 2 }), budget({ maxUnavailable: 1 })]],
    ['an autoscaler', [deployment(), hpa(3), budget({ minAvailable: 2 })]],
    ['a share that rounds up to one below', [deployment(), hpa(3), budget({ minAvailable: '60%' })]],
    ['KEDA', [deployment(), keda(2), budget({ maxUnavailable: '10%' })]],
    ['no budget', [deployment({ replicas: 1 })]],
  ])('finds nothing wrong with %s', (_title, objects) => {
    expect(findDisruptionFaults(objects)).toEqual([]);
  });

  const blocks = (pods: number) => `PodDisruptionBudget/web blocks every eviction of ${pods} pods`;
  it.each([
    [blocks(2), [deployment(), hpa(2), budget({ minAvailable: 2 })]],
    [blocks(3), [deployment(), keda(3), budget({ minAvailable: '67%' })]],
    [blocks(4), [deployment({ replicas: 4 }), budget({ maxUnavailable: 0 })]],
    [blocks(1), [deployment(), budget({ minAvailable: 1 })]],
    ['PodDisruptionBudget/web selects 0 workloads', [budget({ maxUnavailable: 1 })]],
    ['Deployment/web has 2 owners: HorizontalPodAutoscaler/web, Deployment/web', [deployment({ replicas: 2 }), hpa(2)]],
    ['Deployment/web has 2 owners: HorizontalPodAutoscaler/web, ScaledObject/web', [deployment(), hpa(2), keda(2)]],
  ])('says %s', (fault, objects) => {
    expect(findDisruptionFaults(objects)).toEqual([fault]);
  });
});
