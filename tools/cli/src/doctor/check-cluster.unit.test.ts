import { createFakeKube } from '@slipway/testing';
import { checkRights, toServerFindings } from './check-cluster.ts';
import { within } from './within.ts';

const info = { server: 'https://api', context: 'c', version: 'v1.36.2' };
const { signal } = new AbortController();

describe('the cluster', () => {
  it.each([
    [400, 'good'],
    [-6000, 'warning'],
    [400_000, 'bad'],
  ])('is %i ms ahead: %s', (clockAheadMs, state) => {
    expect(toServerFindings({ ...info, clockAheadMs })[1]).toMatchObject({ name: 'clock', state });
  });

  it('names the rights that are missing', async () => {
    const kube = createFakeKube();
    expect(await checkRights(kube, ['shop'], signal)).toMatchObject([{ state: 'good' }]);
    kube.missing.push('patch deployments', 'get pods/log');
    const [finding] = await checkRights(kube, ['shop'], signal);
    expect(finding).toMatchObject({
      state: 'bad',
      message: 'missing in namespace shop: patch deployments.apps; get pods/log.',
    });
  });
});

describe('within', () => {
  it('turns a check that never ends into a finding', async () => {
    const findings = await within('x', () => new Promise(() => undefined), { signal, limitMs: 20 });
    expect(findings).toMatchObject([{ name: 'x', state: 'bad', message: 'no answer within 0.02 s.' }]);
  });

  it('turns a check that fails into a finding', async () => {
    const failing = () => Promise.reject(Object.assign(new Error('no context.'), { hint: 'Choose one.' }));
    expect(await within('x', failing, { signal })).toMatchObject([
      { state: 'bad', message: 'no context.', fix: 'Choose one.' },
    ]);
  });
});
