import { SlipwayError } from '@slipway/contracts';
import { createFakeHost, createFakeKube } from '@slipway/testing';
import { checkLeases, checkRights, toServerFindings } from './check-cluster.ts';
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

describe('leases', () => {
  const member = (identity: string) => ({ identity, user: 'ann', since: '2026-01-01T00:00:00Z', releases: ['web'] });
  const aLease = (...members: object[]) => {
    const kube = createFakeKube();
    kube.put({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'slipway-deploy', namespace: 'shop', annotations: { 'slipway.dev/members': JSON.stringify(members) } }, // prettier-ignore
      spec: { holderIdentity: 'h/nx/1', acquireTime: '2026-01-01T00:00:00.000000Z', renewTime: '2026-01-01T00:00:00.000000Z' }, // prettier-ignore
    });
    return kube;
  };

  it.each([
    ['one that works, and how many are of its run', [], 'warning', 'ann@h (process 7) and 1 more of its run holds slipway-deploy in shop'],
    ['one whose processes have all ended', ['h/boot/7', 'h/boot/8'], 'good', 'slipway-deploy in shop was left by ann@h (process 7)'],
  ])('tells of %s', async (_title, gone, state, message) => {
    const kube = aLease(member('h/boot/7'), member('h/boot/8'));
    const [finding] = await checkLeases({ kube, host: createFakeHost({}, gone) }, ['shop'], signal);
    expect(finding).toMatchObject({ state, message: expect.stringContaining(message) as string });
  }); // prettier-ignore
});

describe('a namespace that is not there', () => {
  const kubeWithout = (right: string) => {
    const kube = createFakeKube();
    kube.missing.push(right);
    return kube;
  };
  const what = 'namespace shop is not there, and there is no right to create it.';

  it('needs the right to create it', async () => {
    expect(await checkRights(kubeWithout('create namespaces'), ['shop'], signal)).toMatchObject([{ state: 'bad', message: what }]); // prettier-ignore
  });

  it('does not once it is there, nor where nobody may look', async () => {
    const kube = kubeWithout('create namespaces');
    kube.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    expect(await checkRights(kube, ['shop'], signal)).toMatchObject([{ state: 'good' }]);
    const blind = { ...kubeWithout('create namespaces'), get: () => Promise.reject(new SlipwayError({ code: 'Forbidden', message: 'no.' })) }; // prettier-ignore
    expect(await checkRights(blind, ['shop'], signal)).toMatchObject([{ state: 'good' }]);
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
