import { ENVIRONMENTS, pick, render, renderFor } from './support/render.ts';
import type { Workload } from './support/workload.ts';
import { container, kinds, settings } from './support/workload.ts';

jest.setTimeout(600_000); // Builds helm where it is not there yet.

const workload = async (environment: string) =>
  pick<Workload>(await renderFor(environment, 'internal-service'), 'Deployment');

describe('internal-service', () => {
  it.each(ENVIRONMENTS)('has neither ingress nor volume: %s', async (environment) => {
    const objects = await renderFor(environment, 'internal-service');
    expect(kinds(objects)).not.toContain('Ingress');
    expect(kinds(objects)).not.toContain('PersistentVolumeClaim');
    const deployed = pick<Workload>(objects, 'Deployment');
    expect(deployed.spec.template.spec).not.toHaveProperty('volumes');
    expect(container(deployed)).not.toHaveProperty('volumeMounts');
    expect(settings(deployed)).not.toHaveProperty('LOG_DIR');
  });

  it.each([
    ['local', 1, 'false'],
    ['dev', 2, 'false'],
    ['staging', 2, 'false'],
    ['prod', 3, 'true'],
  ])('of %s has %i replicas and PROD %s', async (environment, replicas, prod) => {
    const deployed = await workload(environment);
    expect(deployed.spec.replicas).toBe(replicas);
    expect(settings(deployed)).toMatchObject({ PROD: prod, API_BASE_URL: 'http://backend-api/' });
  });

  it('keeps its pods on different hosts where it can', async () => {
    const { affinity } = (await workload('prod')).spec.template.spec as unknown as {
      affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: object[] } };
    };
    expect(affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution).toMatchObject([
      {
        podAffinityTerm: {
          topologyKey: 'kubernetes.io/hostname',
          labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'internal-service' } },
        },
      },
    ]);
  });

  it('takes its secrets as files', async () => {
    const secrets = { own: { secretName: 'internal', files: { SECRET_KEY: 'key', DB_PASSWORD: 'password' } } };
    const deployed = pick<Workload>(await render({ chart: 'internal-service', values: { secrets } }), 'Deployment');
    expect(settings(deployed)).toMatchObject({
      SECRET_KEY_FILE: '/var/run/secrets/slipway/own/key',
      DB_PASSWORD_FILE: '/var/run/secrets/slipway/own/password',
    });
  });
});
