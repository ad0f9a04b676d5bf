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
    ['local', 'false'],
    ['dev', 'false'],
    ['staging', 'false'],
    ['prod', 'true'],
  ])('of %s is told PROD %s and where the API is', async (environment, prod) => {
    expect(settings(await workload(environment))).toMatchObject({ PROD: prod, API_BASE_URL: 'http://backend-api/' });
  });

  it('is one pod in local', async () => {
    expect((await workload('local')).spec.replicas).toBe(1);
    expect(kinds(await renderFor('local', 'internal-service'))).not.toContain('HorizontalPodAutoscaler');
  });

  it.each([
    ['dev', 4],
    ['staging', 10],
    ['prod', 10],
  ])('of %s has three to %i pods by its autoscaler alone', async (environment, maxReplicas) => {
    const objects = await renderFor(environment, 'internal-service');
    expect(pick<Workload>(objects, 'Deployment').spec).not.toHaveProperty('replicas');
    expect(pick(objects, 'HorizontalPodAutoscaler')).toMatchObject({ spec: { minReplicas: 3, maxReplicas } });
  });

  it('has a fixed number of pods instead when asked to', async () => {
    const objects = await render({
      chart: 'internal-service',
      values: { hpa: { enabled: false }, replicas: 3 },
    });
    expect(pick<Workload>(objects, 'Deployment').spec.replicas).toBe(3);
    expect(kinds(objects)).not.toContain('HorizontalPodAutoscaler');
  });

  it('is replaced half a minute after its node went away', async () => {
    const { tolerations } = (await workload('prod')).spec.template.spec as unknown as { tolerations: object[] };
    expect(tolerations).toEqual(
      ['not-ready', 'unreachable'].map((condition) => ({
        key: `node.kubernetes.io/${condition}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 30,
      })),
    );
  });

  it('forbids what would let it be reached from outside or keep something, and says why', async () => {
    const values = { ingress: { enabled: true, host: 'x.test' }, persistence: { mountPath: '/data' } };
    await expect(render({ chart: 'internal-service', values })).rejects.toThrow(
      [
        '- ingress is set and internal-service forbids it: it shows how its deployment is configured, which is for inside the cluster alone. Take it out.',
        '- persistence is set and internal-service forbids it: it keeps nothing, so any of its pods can go at any time. Take it out.',
      ].join('\n'),
    );
  });

  it('takes no offence at what is switched off', async () => {
    const values = { ingress: { enabled: false }, persistence: { enabled: false } };
    expect(kinds(await render({ chart: 'internal-service', values }))).toContain('Deployment');
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
