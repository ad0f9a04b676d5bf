import type { KubeObject } from '@slipway/contracts';
import { pick, render } from './support/render.ts';
import type { Workload } from './support/workload.ts';
import { container, deployment, kinds, settings } from './support/workload.ts';

jest.setTimeout(600_000); // Builds helm where it is not there yet.

describe('the workload', () => {
  it('leaves the number of pods to the autoscaler', async () => {
    const objects = await render({ chart: 'backend-api', values: { hpa: { enabled: true } } });
    expect(pick<Workload>(objects, 'Deployment').spec).not.toHaveProperty('replicas');
    expect(pick(objects, 'HorizontalPodAutoscaler')).toMatchObject({
      apiVersion: 'autoscaling/v2',
      spec: {
        scaleTargetRef: { kind: 'Deployment', name: 'backend-api' },
        minReplicas: 2,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 70 } } }],
      },
    });
  });

  it('takes zero for a number', async () => {
    const objects = await render({ chart: 'backend-api', values: { replicas: 0 } });
    expect(pick<Workload>(objects, 'Deployment').spec.replicas).toBe(0);
    expect(kinds(objects)).not.toContain('PodDisruptionBudget');
  });

  it.each([
    [1, false],
    [2, true],
  ])('has a disruption budget with %i pods: %s', async (replicas, expected) => {
    const objects = await render({ chart: 'backend-api', values: { replicas } });
    expect(kinds(objects).includes('PodDisruptionBudget')).toBe(expected);
  });

  it('keeps as many pods as asked for when minAvailable replaces maxUnavailable', async () => {
    const values = { replicas: 3, pdb: { minAvailable: 2, maxUnavailable: null } };
    const { spec } = pick<KubeObject & { spec: object }>(
      await render({ chart: 'backend-api', values }),
      'PodDisruptionBudget',
    );
    expect(spec).toMatchObject({ minAvailable: 2, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
    expect(spec).not.toHaveProperty('maxUnavailable');
  });

  it('is replaced one after the other where one pod alone can have the claim', async () => {
    const objects = await render({ chart: 'backend-api', values: { replicas: 1, persistence: { enabled: true } } });
    expect(pick<Workload>(objects, 'Deployment').spec.strategy).toEqual({ type: 'Recreate' });
    expect(pick(objects, 'PersistentVolumeClaim').metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
  });

  it('gives data-api a claim per pod at the folder it writes to', async () => {
    const objects = await render({ chart: 'data-api', values: { persistence: { size: '3Gi', storageClass: 'fast' } } });
    const { spec } = pick<Workload>(objects, 'StatefulSet');
    expect(spec.serviceName).toBe('data-api-headless');
    expect(spec.volumeClaimTemplates).toEqual([
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data', labels: spec.selector.matchLabels },
        spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '3Gi' } } },
      },
    ]);
    expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({ whenDeleted: 'Retain', whenScaled: 'Retain' });
    expect(spec.template.spec.containers[0]?.volumeMounts).toContainEqual({
      name: 'data',
      mountPath: '/var/data/logs',
    });
    expect(pick(objects, 'Service', 'data-api-headless')).toMatchObject({
      spec: { clusterIP: 'None', publishNotReadyAddresses: true },
    });
  });

  it('tells data-api where its peers are and how many', async () => {
    const workload = pick<Workload>(await render({ chart: 'data-api', values: { replicas: 3 } }), 'StatefulSet');
    expect(settings(workload)).toMatchObject({ LOGS_PEERS: 'data-api-headless.shop:5000', LOGS_PEERS_MIN: '3' });
  });

  it('selects by labels that no new version changes', async () => {
    const selector = { 'app.kubernetes.io/name': 'backend-api', 'app.kubernetes.io/instance': 'backend-api' };
    const workload = await deployment({ labels: { 'app.kubernetes.io/name': 'mine', team: 'x' } });
    expect(workload.spec.selector.matchLabels).toEqual({ ...selector, 'app.kubernetes.io/component': 'service' });
    expect(workload.spec.template.metadata.labels).toMatchObject({ ...selector, team: 'x' });
    expect(workload.spec.template.metadata.labels).not.toHaveProperty('app.kubernetes.io/version');
  });

  it('hands the time for shutting down to the service', async () => {
    const values = { shutdown: { longestRequestSeconds: 10, terminationGracePeriodSeconds: 20 } };
    const workload = await deployment(values);
    expect(settings(workload).SHUTDOWN_TIMEOUT_MS).toBe('12000');
    expect(container(workload)?.lifecycle).toEqual({ preStop: { sleep: { seconds: 5 } } });
    expect(workload.spec.template.spec.terminationGracePeriodSeconds).toBe(20);
  });

  it('is replaced when its plain settings change, and only then', async () => {
    const checksum = async (config: object) =>
      (await deployment({ config })).spec.template.metadata.annotations?.['checksum/config'];
    const first = await checksum({ LIMIT: 1 });
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await checksum({ LIMIT: 1 })).toBe(first);
    expect(await checksum({ LIMIT: 2 })).not.toBe(first);
  });
});
