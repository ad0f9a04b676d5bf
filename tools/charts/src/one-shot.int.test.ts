import type { KubeObject } from '@slipway/contracts';
import { pick, render } from './support/render.ts';
import type { Workload } from './support/workload.ts';
import { kinds, settings } from './support/workload.ts';

jest.setTimeout(600_000); // Builds helm where it is not there yet.

interface Job extends KubeObject {
  spec: Workload['spec'] & Record<string, unknown>;
}

interface CronJob extends KubeObject {
  spec: Record<string, unknown> & { jobTemplate: { spec: Job['spec'] } };
}

const CRON = { kind: 'CronJob', cronJob: { schedule: '0 3 * * *' }, test: { args: ['--once'] } };
const JOB = { kind: 'Job', args: ['--migrate'], test: { args: ['--once'] } };
const of = (values: object) => render({ chart: 'common-test', release: 'shop', values });

describe('a CronJob', () => {
  it('runs in its own time zone, one run after the other, and is late by two minutes at most', async () => {
    const { spec } = pick<CronJob>(await of(CRON), 'CronJob');
    expect(spec).toMatchObject({
      schedule: '0 3 * * *',
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 120,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      suspend: false,
    });
    expect(spec.jobTemplate.spec).toMatchObject({ activeDeadlineSeconds: 600, backoffLimit: 1 });
    expect(spec.jobTemplate.spec).not.toHaveProperty('ttlSecondsAfterFinished');
    expect(spec.jobTemplate.spec.template.spec).toMatchObject({ restartPolicy: 'Never' });
  });

  it('takes zero and false for values', async () => {
    const cronJob = { ...CRON.cronJob, successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 0, suspend: true };
    const { spec } = pick<CronJob>(await of({ ...CRON, cronJob, job: { backoffLimit: 0 } }), 'CronJob');
    expect(spec).toMatchObject({ successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 0, suspend: true });
    expect(spec.jobTemplate.spec).toMatchObject({ backoffLimit: 0 });
  });

  it.each([
    ['CronJob', CRON],
    ['Job', JOB],
  ])('or a Job has nothing that serves: %s', async (_kind, values) => {
    const found = await of({ ...values, networkPolicy: { monitoring: { enabled: true } } });
    expect(kinds(found).sort()).toEqual([values.kind, 'NetworkPolicy', 'Pod', 'ServiceAccount'].sort());
    const text = JSON.stringify(found.find(({ kind }) => kind === values.kind));
    for (const key of [
      'ports',
      'Probe',
      'lifecycle',
      'PORT',
      'SHUTDOWN_TIMEOUT_MS',
      'podAntiAffinity',
      'topologySpread',
    ]) {
      expect(text).not.toContain(`"${key}`);
    }
    expect(pick<KubeObject & { spec: { ingress: object[] } }>(found, 'NetworkPolicy').spec.ingress).toEqual([]);
  });

  it('keeps its claim when the release goes', async () => {
    const objects = await of({ ...CRON, persistence: { enabled: true, mountPath: '/var/log' } });
    const claim = pick(objects, 'PersistentVolumeClaim');
    expect(claim.metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
    expect(pick<CronJob>(objects, 'CronJob').spec.jobTemplate.spec.template.spec.volumes).toEqual([
      { name: 'data', persistentVolumeClaim: { claimName: claim.metadata.name } },
    ]);
  });

  it('is tested by one run with scratch space, which the network policies treat as a run', async () => {
    const values = { ...CRON, env: { A: '1' }, persistence: { enabled: true, mountPath: '/var/log' } };
    const objects = await of(values);
    const pod = pick<KubeObject & Workload['spec']['template']>(objects, 'Pod');
    const { jobTemplate } = pick<CronJob>(objects, 'CronJob').spec;
    const ran = jobTemplate.spec.template.spec.containers[0];
    expect(pod.spec).toMatchObject({ volumes: [{ name: 'data', emptyDir: { sizeLimit: '128Mi' } }] });
    expect(pod.spec.containers).toMatchObject([
      { args: ['--once'], env: ran?.env, volumeMounts: ran?.volumeMounts ?? [] },
    ]);
    const policy = pick<Workload & { spec: { podSelector: { matchLabels: object } } }>(objects, 'NetworkPolicy');
    expect(pod.metadata.labels).toMatchObject(policy.spec.podSelector.matchLabels);
    expect(pod.metadata.labels).not.toHaveProperty('k8s-app');
  });

  it('has a name that leaves room for those of its runs', async () => {
    const objects = await render({ chart: 'common-test', release: 'a'.repeat(53), values: CRON });
    expect(pick(objects, 'CronJob').metadata.name.length).toBeLessThanOrEqual(52);
  });
});

describe('a Job', () => {
  const nameOf = async (values: object) => pick(await of({ ...JOB, ...values }), 'Job').metadata.name;

  it('is made anew when its pods would be made of something else, and only then', async () => {
    const first = await nameOf({});
    expect(first).toMatch(/^shop-common-test-[0-9a-f]{8}$/);
    expect(await nameOf({})).toBe(first);
    expect(await nameOf({ labels: {}, annotations: { a: 'b' } })).toBe(first);
    const others = [await nameOf({ args: ['--other'] }), await nameOf({ config: { A: 1 } }), await nameOf({ config: { A: 2 } })];
    expect(new Set([first, ...others]).size).toBe(4);
  }); // prettier-ignore

  it('goes a day after it ended, unless told to stay', async () => {
    const job = async (values: object) => pick<Job>(await of({ ...JOB, ...values }), 'Job').spec;
    expect((await job({})).ttlSecondsAfterFinished).toBe(86400);
    expect(await job({ job: { ttlSecondsAfterFinished: null } })).not.toHaveProperty('ttlSecondsAfterFinished');
    expect((await job({ job: { ttlSecondsAfterFinished: 0 } })).ttlSecondsAfterFinished).toBe(0);
  });
});

describe('hooks', () => {
  const hooks = {
    migrate: { events: ['pre-install', 'pre-upgrade'], args: ['--migrate'], env: { STEP: 2 }, weight: -3 },
    tidy: { events: ['post-delete'], job: { backoffLimit: 0 }, deletePolicy: ['hook-succeeded'] },
  };
  const values = {
    hooks,
    config: { LIMIT: 5 },
    persistence: { mountPath: '/var/data' },
    secrets: { db: { secretName: 'db', files: { DB_PASSWORD: 'password' } } },
  };
  const annotations = (object: KubeObject) => object.metadata.annotations;

  it('are Jobs of the image with the settings, plain ones included, and the secrets of the service', async () => {
    const job = pick<Job>(await of(values), 'Job', 'shop-common-test-migrate');
    expect(annotations(job)).toEqual({
      email: 'slipway@example.com',
      'helm.sh/hook': 'pre-install,pre-upgrade',
      'helm.sh/hook-weight': '-3',
      'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
    });
    expect(job.spec.template.spec.containers).toMatchObject([{ args: ['--migrate'] }]);
    expect(settings(job)).toMatchObject({ STEP: '2', LIMIT: '5', LOG_DIR: '/var/data' });
    expect(settings(job).DB_PASSWORD_FILE).toBe('/var/run/secrets/slipway/db/password');
    expect(JSON.stringify(job)).not.toContain('configMapRef');
    expect(job.spec.template.spec.volumes?.map(({ name }) => name)).toEqual(['data', 'db']);
    expect(job.spec.template.metadata.labels).toMatchObject({ 'app.kubernetes.io/component': 'hook' });
    expect(job.spec.template.metadata.labels).not.toHaveProperty('k8s-app');
  });

  it('say each for itself how they end', async () => {
    const job = pick<Job>(await of(values), 'Job', 'shop-common-test-tidy');
    expect(annotations(job)?.['helm.sh/hook-delete-policy']).toBe('hook-succeeded');
    expect(job.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 600, ttlSecondsAfterFinished: 86400 });
  });

  it('never mount the claim of the service', async () => {
    const claimed = { ...values, replicas: 1, persistence: { enabled: true, mountPath: '/var/data' } };
    const job = pick<Job>(await of(claimed), 'Job', 'shop-common-test-migrate');
    expect(job.spec.template.spec.volumes?.[0]).toEqual({ name: 'data', emptyDir: { sizeLimit: '128Mi' } });
  });

  it('have an identity and a network policy that are there before the first and gone after the last', async () => {
    const objects = await of({ ...values, networkPolicy: { to: [{ cidr: '10.0.0.0/8', ports: [5432] }] } });
    const account = pick(objects, 'ServiceAccount', 'shop-common-test-hook');
    const policy = pick<KubeObject & { spec: { ingress: []; egress: object[]; podSelector: { matchLabels: object } } }>(objects, 'NetworkPolicy', 'shop-common-test-hook'); // prettier-ignore
    for (const object of [account, policy]) {
      expect(annotations(object)).toEqual({
        'helm.sh/hook': 'post-delete,pre-install,pre-upgrade',
        'helm.sh/hook-weight': '-4',
        'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded,hook-failed',
      });
    }
    const job = pick<Job>(objects, 'Job', 'shop-common-test-migrate');
    expect(job.spec.template.spec).toMatchObject({ serviceAccountName: 'shop-common-test-hook' });
    expect(job.spec.template.metadata.labels).toMatchObject(policy.spec.podSelector.matchLabels);
    expect(policy.spec.ingress).toEqual([]);
    expect(policy.spec.egress[1]).toEqual({
      to: [{ ipBlock: { cidr: '10.0.0.0/8' } }],
      ports: [{ protocol: 'TCP', port: 5432 }],
    });
  });

  it('are none without any', async () => {
    expect((await of({})).map(({ metadata }) => metadata.name)).not.toContain('shop-common-test-hook');
  });
});

describe('values that the kind has no use for', () => {
  it.each<[string, object, string[]]>([
    [
      'what serves, of a CronJob',
      { ...CRON, replicas: 2, service: { port: 81 }, ingress: { enabled: true, host: 'x.test' } },
      [
        'ingress is set and kind is CronJob: only Deployment and StatefulSet can use it. Take it out.',
        'replicas is set and kind is CronJob: only Deployment and StatefulSet can use it. Take it out.',
        'service is set and kind is CronJob: only Deployment and StatefulSet can use it. Take it out.',
      ],
    ],
    [
      'a time to live, of a CronJob',
      { ...CRON, job: { ttlSecondsAfterFinished: 60 } },
      ['job.ttlSecondsAfterFinished is set and kind is CronJob: only Job can use it. Take it out.'],
    ],
    ['zero replicas too', { ...JOB, replicas: 0 }, ['replicas is set and kind is Job: only Deployment and StatefulSet can use it. Take it out.']],
    ['a schedule, of a Job', { ...JOB, cronJob: CRON.cronJob }, ['cronJob is set and kind is Job: only CronJob can use it. Take it out.']],
    ['a deadline, of a Deployment', { job: { backoffLimit: 0 } }, ['job is set and kind is Deployment: only CronJob and Job can use it. Take it out.']],
    [
      'retention, of a Deployment',
      { persistence: { retention: { whenDeleted: 'Delete' } } },
      ['persistence.retention is set and kind is Deployment: only StatefulSet can use it. Take it out.'],
    ],
    [
      'a surge, of a StatefulSet',
      { kind: 'StatefulSet', rollout: { maxSurge: 2 } },
      ['rollout.maxSurge is set and kind is StatefulSet: only Deployment can use it. Take it out.'],
    ],
    ['no schedule', { ...CRON, cronJob: {} }, ["cronJob.schedule is empty and kind is CronJob: say when it runs, for example '*/5 * * * *'."]],
    [
      'no way to test',
      { ...CRON, test: {} },
      ['test.args is empty and kind is CronJob: there is no Service to ask. Give the arguments of one run, or set test.enabled to false.'],
    ],
    [
      'runs beside each other on one volume',
      { ...CRON, cronJob: { ...CRON.cronJob, concurrencyPolicy: 'Allow' }, persistence: { enabled: true, mountPath: '/x' } },
      ['persistence.accessModes is ReadWriteOnce and cronJob.concurrencyPolicy is Allow: runs beside each other would wait for one volume. Use Forbid, or ReadWriteMany.'],
    ],
    ['a hook with a taken name', { hooks: { test: { events: ['pre-install'] } } }, ['hooks.test has the name of another object of the service. Call it otherwise.']],
    [
      'a secret of a hook',
      { hooks: { a: { events: ['pre-install'], env: { TOKEN: 'x' } } } },
      ['hooks.a.env.TOKEN holds a secret: put it into a Secret and name that under secrets; it is mounted as a file and handed over as TOKEN_FILE.'],
    ],
  ])('are refused: %s', async (_title, values, messages) => {
    const error = await of(values).then(() => new Error('rendered'), (reason: Error) => reason);
    expect(error.message.split('\n').slice(2)).toEqual(messages.map((message) => `- ${message}`));
  }); // prettier-ignore

  it('pass when they ask for nothing', async () => {
    const values = { ...CRON, hpa: { enabled: false }, ingress: { enabled: false }, pdb: { enabled: false }, replicas: null };
    expect(kinds(await of(values))).toContain('CronJob');
  }); // prettier-ignore

  it.each([
    ['* * * *', false],
    ['TZ=UTC * * * * *', false],
    ['*/5 0-6 1,15 * MON', true],
    ['@daily', true],
    ['@never', false],
  ])('schedule %s is one: %s', async (schedule, isOne) => {
    const found = await of({ ...CRON, cronJob: { schedule } }).then(() => true, () => false);
    expect(found).toBe(isOne);
  }); // prettier-ignore
});
