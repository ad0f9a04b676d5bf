import { pick, render } from './support/render.ts';
import type { Workload } from './support/workload.ts';
import { container, settings } from './support/workload.ts';

jest.setTimeout(600_000); // Builds helm where it is not there yet.

const podOf = async (values: object) => {
  const workload = pick<Workload>(await render({ chart: 'common-test', values }), 'Deployment');
  return workload.spec.template.spec as unknown as Record<string, unknown>;
};
const lost = (condition: string, tolerationSeconds: number) => ({
  key: `node.kubernetes.io/${condition}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds,
});

describe('pods', () => {
  it('run on Linux, ask the DNS once for names outside the cluster, and are started again only when they serve', async () => {
    const objects = await render({ chart: 'common-test', values: { hooks: { a: { events: ['pre-install'] } } } });
    const template = (kind: string) => pick<Workload>(objects, kind).spec.template.spec;
    const test = pick(objects, 'Pod') as unknown as { spec: object };
    for (const spec of [template('Deployment'), template('Job'), test.spec]) {
      expect(spec).toMatchObject({
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] },
              ],
            },
          },
        },
        dnsConfig: { options: [{ name: 'ndots', value: '2' }] },
      });
    }
    expect(template('Deployment')).toMatchObject({ restartPolicy: 'Always' });
    expect(test.spec).toMatchObject({ restartPolicy: 'Never' });
    expect(await podOf({ dnsConfig: null })).not.toHaveProperty('dnsConfig');
  });

  it.each([
    ['soft', { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: expect.anything() }] }],
    ['hard', { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: expect.anything() }] }],
    ['none', undefined],
  ])('keep away from each other on hosts: %s', async (antiAffinity, expected) => {
    const { affinity } = await podOf({ scheduling: { antiAffinity } });
    expect((affinity as { podAntiAffinity?: object }).podAntiAffinity).toEqual(expected);
  }); // prettier-ignore

  it('are spread only where that is asked for', async () => {
    expect((await podOf({})).topologySpreadConstraints).toHaveLength(2);
    expect(await podOf({ scheduling: { spread: false } })).not.toHaveProperty('topologySpreadConstraints');
  });

  it('of a chart with a maintainer say who answers for them', async () => {
    const objects = await render({ chart: 'common-test' });
    const deployed = pick(objects, 'Deployment');
    for (const { metadata } of [deployed, pick(objects, 'Pod')]) {
      expect(metadata.labels).toMatchObject({ owner: 'slipway' });
      expect(metadata.annotations).toMatchObject({ email: 'slipway@example.com' });
    }
    const own = await render({
      chart: 'common-test',
      values: { labels: { owner: 'me' }, annotations: { email: 'me@x.test' } },
    });
    expect(pick(own, 'Deployment').metadata).toMatchObject({
      labels: { owner: 'me' },
      annotations: { email: 'me@x.test' },
    });
    expect((deployed as Workload).spec.template.metadata.labels).not.toHaveProperty('owner');
  });

  it('leave a lost node after the time that is asked for, even none', async () => {
    const scheduling = { unreachableSeconds: 0 };
    expect((await podOf({ scheduling })).tolerations).toEqual([lost('not-ready', 0), lost('unreachable', 0)]);
    expect(await podOf({})).not.toHaveProperty('tolerations');
  });

  it('tolerate first what the values name, which win', async () => {
    const own = { key: 'node.kubernetes.io/unreachable', operator: 'Exists' };
    const scheduling = { unreachableSeconds: 5, tolerations: [own, { operator: 'Exists' }] };
    expect((await podOf({ scheduling })).tolerations).toEqual([own, { operator: 'Exists' }, lost('not-ready', 5)]);
  });

  it('have users of their own only when asked to', async () => {
    expect(await podOf({})).not.toHaveProperty('hostUsers');
    expect((await podOf({ security: { hostUsers: false } })).hostUsers).toBe(false);
  });

  it('of every kind have the same pull secrets and places', async () => {
    const values = {
      image: { pullSecrets: ['one', 'two'] },
      scheduling: { nodeSelector: { disk: 'fast' }, priorityClassName: 'high' },
      hooks: { a: { events: ['pre-install'] } },
    };
    const objects = await render({ chart: 'common-test', values });
    const specs = ['Deployment', 'Job'].map((kind) => pick<Workload>(objects, kind).spec.template.spec);
    for (const spec of [...specs, (pick(objects, 'Pod') as unknown as { spec: object }).spec]) {
      expect(spec).toMatchObject({
        imagePullSecrets: [{ name: 'one' }, { name: 'two' }],
        nodeSelector: { disk: 'fast' },
        priorityClassName: 'high',
      });
    }
  });

  it('do not sleep before they end when there is no time for it', async () => {
    for (const preStopSeconds of [0, null]) {
      const workload = pick<Workload>(await render({ chart: 'common-test', values: { shutdown: { preStopSeconds } } }), 'Deployment'); // prettier-ignore
      expect(container(workload)).not.toHaveProperty('lifecycle');
    }
  });

  it('count a part of the shutdown that is null as nothing', async () => {
    const shutdown = { longestRequestSeconds: null, flushSeconds: null };
    const workload = pick<Workload>(await render({ chart: 'common-test', values: { shutdown } }), 'Deployment');
    expect(settings(workload).SHUTDOWN_TIMEOUT_MS).toBe('0');
  });

  it('get the 30 s of Kubernetes without a grace period, which must do', async () => {
    const enough = { terminationGracePeriodSeconds: null, longestRequestSeconds: 20 };
    expect(await podOf({ shutdown: enough })).not.toHaveProperty('terminationGracePeriodSeconds');
    await expect(podOf({ shutdown: { terminationGracePeriodSeconds: null } })).rejects.toThrow(
      '- shutdown.terminationGracePeriodSeconds is 30: preStop 5 + longest request 30 + flush 2 + margin 3 need 40.',
    );
  });

  it('carry names that YAML would take for something else', async () => {
    const workload = pick<Workload>(
      await render({ chart: 'common-test', release: '1e3', values: { secrets: { y: { secretName: 'no', files: { A: '1' } } } } }),
      'Deployment',
    ); // prettier-ignore
    expect(workload.metadata.labels?.['app.kubernetes.io/instance']).toBe('1e3');
    expect(workload.spec.template.spec.volumes).toContainEqual({
      name: 'y',
      secret: { secretName: 'no', defaultMode: 0o440, items: [{ key: '1', path: '1' }] },
    });
  });
});
