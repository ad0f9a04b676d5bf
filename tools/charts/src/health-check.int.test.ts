import type { KubeObject } from '@slipway/contracts';
import { ENVIRONMENTS, pick, renderFor } from './support/render.ts';
import type { Workload } from './support/workload.ts';
import { settings } from './support/workload.ts';

jest.setTimeout(600_000); // Builds helm where it is not there yet.

interface CronJob extends KubeObject {
  spec: { schedule: string; concurrencyPolicy: string; jobTemplate: { spec: Workload['spec'] } };
}

const OWN_NAMES: Record<string, string> = { staging: 'staging', prod: 'production' };

describe('health-check', () => {
  it.each(ENVIRONMENTS)('asks both APIs every five minutes and logs to a claim: %s', async (environment) => {
    const objects = await renderFor(environment, 'health-check');
    const { spec } = pick<CronJob>(objects, 'CronJob', 'health-check');
    expect(spec).toMatchObject({ schedule: '*/5 * * * *', concurrencyPolicy: 'Forbid' });
    const job = spec.jobTemplate.spec;
    expect(job).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 240 });
    expect(settings({ ...spec.jobTemplate, kind: 'Job' } as unknown as Workload)).toEqual({
      SERVICE_URL: 'http://backend-api/',
      DATA_SERVICE_URL: 'http://data-api/',
      DOWNLOAD_ENVIRONMENT: OWN_NAMES[environment] ?? 'development',
    });
    expect(job.template.spec.containers[0]?.volumeMounts).toEqual([{ name: 'data', mountPath: '/var/log' }]);
    const claim = pick(objects, 'PersistentVolumeClaim');
    expect(job.template.spec.volumes).toEqual([{ name: 'data', persistentVolumeClaim: { claimName: 'health-check' } }]);
    expect(claim.metadata).toMatchObject({ name: 'health-check', annotations: { 'helm.sh/resource-policy': 'keep' } });
  });

  it('is let in by the services that it asks', async () => {
    for (const name of ['backend-api', 'data-api']) {
      const policy = pick(await renderFor('prod', name), 'NetworkPolicy', name) as unknown as { spec: { ingress: object } };
      expect(JSON.stringify(policy.spec.ingress)).toContain('"app.kubernetes.io/name":"health-check"');
    }
  }); // prettier-ignore
});
