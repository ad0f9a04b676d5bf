import type { KubeObject } from '@slipway/contracts';
import { ENVIRONMENTS, pick, render, renderFor } from './support/render.ts';

interface Workload extends KubeObject {
  spec: {
    replicas?: number;
    serviceName?: string;
    strategy?: { type: string; rollingUpdate?: object };
    selector: { matchLabels: Record<string, string> };
    volumeClaimTemplates?: { metadata: { labels: object }; spec: { resources: object; storageClassName?: string } }[];
    persistentVolumeClaimRetentionPolicy?: object;
    template: {
      metadata: { labels: Record<string, string>; annotations?: Record<string, string> };
      spec: {
        terminationGracePeriodSeconds: number;
        volumes?: { name: string; secret?: { items: { key: string }[] }; emptyDir?: object }[];
        containers: {
          env: { name: string; value: string }[];
          resources: object;
          lifecycle: object;
          volumeMounts?: { name: string; mountPath: string }[];
          livenessProbe?: object;
        }[];
      };
    };
  };
}

const container = (workload: Workload) => workload.spec.template.spec.containers[0];
const settings = (workload: Workload) =>
  Object.fromEntries((container(workload)?.env ?? []).map(({ name, value }) => [name, value]));
const kinds = (objects: KubeObject[]) => objects.map(({ kind }) => kind);
const deployment = async (values: object = {}) =>
  pick<Workload>(await render({ chart: 'backend-api', values }), 'Deployment');

jest.setTimeout(600_000);

describe('integration keys', () => {
  it.each([
    ['local', ['development', 'integrationKey', 'production', 'staging']],
    ['dev', ['development', 'integrationKey']],
    ['staging', ['integrationKey', 'staging']],
    ['prod', ['integrationKey', 'production']],
  ])('of %s are mounted, and no others', async (environment, entries) => {
    for (const [chart, kind] of [
      ['backend-api', 'Deployment'],
      ['data-api', 'StatefulSet'],
    ] as const) {
      const workload = pick<Workload>(await renderFor(environment, chart), kind);
      const volume = workload.spec.template.spec.volumes?.find(({ name }) => name === 'integration-keys');
      expect(volume?.secret).toMatchObject({ secretName: 'backend-api-integration-key' });
      expect(volume?.secret?.items.map(({ key }) => key)).toEqual(entries);
    }
  });

  it('are handed over as files under the names that the services read', async () => {
    const folder = '/var/run/secrets/slipway/integration-keys';
    const backend = settings(pick<Workload>(await renderFor('prod', 'backend-api'), 'Deployment'));
    expect(backend).toMatchObject({
      EXTERNAL_INTEGRATION_KEY_FILE: `${folder}/integrationKey`,
      EXTERNAL_INTEGRATION_KEY_PRODUCTION_FILE: `${folder}/production`,
    });
    const data = settings(pick<Workload>(await renderFor('dev', 'data-api'), 'StatefulSet'));
    expect(data).toMatchObject({
      LOGS_API_KEY_FILE: `${folder}/integrationKey`,
      LOGS_API_KEY_DEVELOPMENT_FILE: `${folder}/development`,
    });
  });

  it('come from the Secret that is named', async () => {
    const workload = await deployment({ integrationKeySecretName: 'other' });
    expect(JSON.stringify(workload.spec.template.spec.volumes)).toContain('"secretName":"other"');
  });

  it('are not mounted when no Secret is named', async () => {
    const workload = await deployment({ integrationKeySecretName: '' });
    expect(workload.spec.template.spec.volumes?.map(({ name }) => name)).toEqual(['data']);
    expect(Object.keys(settings(workload)).filter((name) => name.includes('KEY'))).toEqual([]);
  });
});

describe('the ingress', () => {
  const paths = async (environment: string, chart: string, values: object = {}) => {
    const ingress = (await renderFor(environment, chart, values)).find(({ kind }) => kind === 'Ingress') as
      (KubeObject & { spec: { rules: { host: string; http: { paths: { path: string }[] } }[] } }) | undefined;
    return ingress?.spec.rules.flatMap(({ host, http }) => http.paths.map(({ path }) => `${host}${path}`));
  };

  it.each(ENVIRONMENTS)('routes the download in local and dev alone: %s', async (environment) => {
    const routed = await paths(environment, 'backend-api');
    const download = `backend-api.${environment}.test/download_external_logs`;
    expect(routed?.includes(download)).toBe(['local', 'dev'].includes(environment));
    if (environment !== 'local') expect(routed).toContain(`backend-api.${environment}.test/`);
  });

  it('routes the download elsewhere when asked to', async () => {
    const values = { ingress: { exposeDownload: true } };
    expect(await paths('prod', 'backend-api', values)).toContain('backend-api.prod.test/download_external_logs');
  });

  it.each(ENVIRONMENTS)('never routes the stored logs of data-api: %s', async (environment) => {
    const routed = (await paths(environment, 'data-api')) ?? [];
    expect(routed.filter((path) => path.includes('/logs'))).toEqual([]);
    expect(routed.includes(`data-api.${environment}.test/`)).toBe(environment === 'local');
  });

  it('matches paths exactly outside local, so that nothing else is reachable', async () => {
    const ingress = pick(await renderFor('prod', 'backend-api'), 'Ingress');
    expect(JSON.stringify(ingress)).not.toContain('Prefix');
  });
});

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

  it('never has fewer pods than wanted while it is replaced', async () => {
    expect((await deployment()).spec.strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
    });
  });

  it('is replaced one after the other where one pod alone can have the claim', async () => {
    const objects = await render({ chart: 'backend-api', values: { replicas: 1, persistence: { enabled: true } } });
    expect(pick<Workload>(objects, 'Deployment').spec.strategy).toEqual({ type: 'Recreate' });
    expect(pick(objects, 'PersistentVolumeClaim').metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
  });

  it('rolls with a claim that many pods can have', async () => {
    const values = { persistence: { enabled: true, accessModes: ['ReadWriteMany'] } };
    expect((await deployment(values)).spec.strategy?.type).toBe('RollingUpdate');
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
    expect(settings(workload)).toMatchObject({ LOGS_PEERS: 'data-api-headless.shop.svc:5000', LOGS_PEERS_MIN: '3' });
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

describe('values', () => {
  it('take a default away by null', async () => {
    const workload = await deployment({ resources: { limits: { cpu: null } }, probes: { liveness: null } });
    expect(container(workload)?.resources).toMatchObject({ limits: { memory: '256Mi', 'ephemeral-storage': '256Mi' } });
    expect(JSON.stringify(container(workload)?.resources)).not.toContain('"limits":{"cpu"');
    expect(container(workload)).not.toHaveProperty('livenessProbe');
  });

  it('replace a probe handler', async () => {
    const workload = await deployment({ probes: { liveness: { httpGet: null, tcpSocket: { port: 'http' } } } });
    expect(container(workload)?.livenessProbe).toEqual({
      tcpSocket: { port: 'http' },
      periodSeconds: 10,
      timeoutSeconds: 3,
      failureThreshold: 3,
    });
  });

  it('keep numbers and booleans as they are written', async () => {
    const env = { LARGE: 12345678, HALF: 1.5, OFF: false, ZERO: 0, EMPTY: '' };
    expect(settings(await deployment({ env }))).toMatchObject({
      LARGE: '12345678',
      HALF: '1.5',
      OFF: 'false',
      ZERO: '0',
      EMPTY: '',
    });
  });

  it('of extraEnv win, and no name stands twice', async () => {
    const workload = await deployment({
      env: { LOG_LEVEL: 'info' },
      extraEnv: [{ name: 'LOG_LEVEL', value: 'debug' }],
    });
    const names = container(workload)?.env.map(({ name }) => name) ?? [];
    expect(settings(workload).LOG_LEVEL).toBe('debug');
    expect(new Set(names).size).toBe(names.length);
  });

  it('mount a Secret as files', async () => {
    const workload = await deployment({
      secrets: { db: { secretName: 'db-login', files: { DB_PASSWORD: 'password' } } },
    });
    expect(settings(workload).DB_PASSWORD_FILE).toBe('/var/run/secrets/slipway/db/password');
    expect(workload.spec.template.spec.volumes).toContainEqual({
      name: 'db',
      secret: { secretName: 'db-login', defaultMode: 0o440, items: [{ key: 'password', path: 'password' }] },
    });
  });
});

describe('names', () => {
  it('carry the chart where the release does not', async () => {
    const objects = await render({ chart: 'backend-api', release: 'blue' });
    expect(new Set(objects.map(({ metadata }) => metadata.name))).toEqual(
      new Set(['blue-backend-api', 'blue-backend-api-test']),
    );
  });

  it('of neighbours follow the umbrella', async () => {
    const workload = pick<Workload>(await render({ chart: 'stack', release: 'blue' }), 'Deployment');
    expect(settings(workload).EXTERNAL_LOGS_URL).toBe('http://blue-data-api/logs');
  });

  it('of neighbours in another namespace carry it', async () => {
    const workload = await deployment({ upstreams: { 'data-api': { namespace: 'data' } } });
    expect(settings(workload).EXTERNAL_LOGS_URL).toBe('http://data-api.data/logs');
    expect(settings(await deployment()).EXTERNAL_LOGS_URL).toBe('http://data-api/logs');
  });

  it('stay within what a DNS label holds', async () => {
    const objects = await render({ chart: 'data-api', release: 'a'.repeat(53) });
    for (const { metadata } of objects) expect(metadata.name.length).toBeLessThanOrEqual(63);
  });
});

describe('an umbrella', () => {
  it('leaves out what is switched off', async () => {
    const objects = await render({ chart: 'stack', values: { 'backend-api': { enabled: false } } });
    expect(new Set(objects.map(({ metadata }) => metadata.labels?.['app.kubernetes.io/name']))).toEqual(
      new Set(['data-api']),
    );
  });
});
