import { render } from './support/render.ts';

jest.setTimeout(600_000); // Builds helm where it is not there yet.

/** Values, and what the refusal must say: the key, its value, and what to do. */
type Row = [title: string, values: object, ...messages: string[]];

const refusal = (chart: string, values: object): Promise<string> =>
  render({ chart, values }).then(
    () => 'rendered',
    (error: Error) => error.message,
  );

describe('backend-api refuses', () => {
  it.each<Row>([
    [
      'an autoscaler beside a fixed number',
      { replicas: 3, hpa: { enabled: true } },
      'replicas is 3 and hpa.enabled is true: two owners of one number. Take replicas out (or set it to null).',
    ],
    [
      'an autoscaler whose least is above its greatest',
      { hpa: { enabled: true, minReplicas: 9 } },
      'hpa.minReplicas is 9 and hpa.maxReplicas 6: the least must not be above the greatest.',
    ],
    [
      'a claim for one pod under an autoscaler',
      { persistence: { enabled: true }, hpa: { enabled: true, minReplicas: 1 } },
      'persistence.accessModes is ReadWriteOnce and a Deployment would have up to 6 pods: all would wait for one volume. Use kind StatefulSet (a claim per pod), one replica, or ReadWriteMany.',
    ],
    [
      'a budget of no disruption',
      { pdb: { maxUnavailable: 0 } },
      'pdb.maxUnavailable is 0: it blocks every eviction and so every drain of a node. Use 1 or more.',
    ],
    [
      'a budget that keeps all pods',
      { replicas: 3, pdb: { minAvailable: '100%' } },
      'pdb.minAvailable is 100% of 3 pods: it blocks every eviction and so every drain of a node. Use at most 2.',
    ],
    [
      'a budget that rounds up to all pods',
      { replicas: 2, pdb: { minAvailable: '51%' } },
      'pdb.minAvailable is 51% of 2 pods: it blocks every eviction and so every drain of a node. Use at most 1.',
    ],
    [
      'an ingress without a host',
      { ingress: { enabled: true } },
      'ingress.enabled is true without a host: set ingress.host, ingress.domain or global.slipway.ingressDomain.',
    ],
    [
      'a secret by its look',
      { extraEnv: [{ name: 'UPSTREAM', value: 'https://user:pass@host/' }] },
      'extraEnv.UPSTREAM holds a secret: put it into a Secret and name that under secrets; it is mounted as a file and handed over as UPSTREAM_FILE.',
    ],
  ])('%s', async (_title, values, ...messages) => {
    expect(await refusal('backend-api', values)).toBe(
      [
        'Error: execution error at (backend-api/templates/service.yaml:1:3): ',
        'backend-api: these values cannot work:',
        ...messages.map((message) => `- ${message}`),
      ].join('\n'),
    );
  });

  it('all at once, in one message', async () => {
    const values = { replicas: 2, hpa: { enabled: true }, pdb: { maxUnavailable: 0 }, env: { TOKEN: 'x' } };
    expect((await refusal('backend-api', values)).split('\n- ')).toHaveLength(4);
  });

  it.each<Row>([
    ['a mistyped key', { replica: 3 }, "- at '': additional properties 'replica' not allowed"],
    ['a mistyped key within', { image: { tagg: 'x' } }, "- at '/image': additional properties 'tagg' not allowed"],
    ['a mistyped default', { common: { hpa: { max: 1 } } }, "- at '/hpa': additional properties 'max' not allowed"],
    [
      'a probe field that is none',
      { probes: { liveness: { period: 1 } } },
      "- at '/probes/liveness': additional properties 'period' not allowed",
    ],
    [
      'a short digest',
      { image: { digest: 'sha256:abc' } },
      "- at '/image/digest': 'sha256:abc' does not match pattern",
    ],
    ['text for a number', { replicas: 'two' }, "- at '/replicas': got string"],
    ['a privileged port', { ports: { http: 80 } }, "- at '/ports/http': minimum: got 80, want 1,024"],
    ['root', { security: { uid: 0 } }, "- at '/security/uid': minimum: got 0, want 1"],
  ])('%s, by its schema', async (_title, values, message) => {
    expect(await refusal('backend-api', values)).toContain(message);
  });
});

describe('data-api refuses', () => {
  it('to expose a download that it does not have', async () => {
    const values = { ingress: { enabled: true, host: 'x.test', exposeDownload: true } };
    expect(await refusal('data-api', values)).toContain(
      '- ingress.exposeDownload is true and ingress.downloadPath is empty: this service has no download.',
    );
  });
});

describe('stack refuses', () => {
  it.each<Row>([
    ['a service it does not have', { 'backend-apii': {} }, "additional properties 'backend-apii' not allowed"],
    ['a mistyped key of a service', { 'data-api': { replica: 1 } }, "additional properties 'replica' not allowed"],
    ['an image without a digest', { global: { slipway: { requireDigest: true } } }, 'image.digest is empty'],
  ])('%s', async (_title, values, message) => {
    expect(await refusal('stack', values)).toContain(message);
  });
});
