import type { DeployEvent, KubeClient } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { aDeployment, aPod, aReplicaSet, createFakeClock, createFakeKube, readyStatus } from '@slipway/testing';
import { openNamespaceView } from './namespace-view.ts';
import { waitForRelease } from './wait-for-release.ts';

const observed = { status: { observedGeneration: 1 } };
const noName = aPod({ state: { waiting: { reason: 'InvalidImageName', message: 'it is none' } } });

/** Waits for Deployment `web` with a clock that only sleeps move. */
async function wait(
  kube: KubeClient,
  { deadlineMs = 60_000, resumedAt, readMs = 0 }: { deadlineMs?: number; resumedAt?: number; readMs?: number } = {},
) {
  const clock = createFakeClock(0);
  const view = await openNamespaceView({ namespace: 'shop', kube, clock });
  const { snapshot, refresh } = view;
  view.refresh = async (what) => (clock.advance(readMs), refresh(what));
  if (resumedAt !== undefined) view.snapshot = () => ({ ...snapshot(), resumedAt });
  const events: DeployEvent[] = [];
  const wanted = [{ kind: 'Deployment', name: 'web' }];
  const patience = { patienceMs: 10_000, autoscaling: false };
  try {
    const cause = await waitForRelease({ release: 'web', namespace: 'shop', wanted, view, kube, clock, deadlineMs, ...patience, emit: (event) => events.push(event) }); // prettier-ignore
    return { cause, events, tookMs: clock.now() };
  } finally {
    view.close();
  }
}

/** A cluster that does not let the user list this. */
function without(kube: KubeClient, ...plurals: string[]): KubeClient {
  return {
    ...kube,
    async list(kind, options) {
      if (plurals.includes(kind.plural)) throw new SlipwayError({ code: 'Forbidden', message: `list ${kind.plural} in shop: no right to list ${kind.plural} in namespace shop.` }); // prettier-ignore
      return kube.list(kind, options);
    },
  };
}

describe('waitForRelease', () => {
  it('ends at its deadline when nothing is wrong to see, and says what is still on its way', async () => {
    const { cause, events } = await wait(createFakeKube([aDeployment(observed), aReplicaSet()]));
    expect(cause).toMatchObject({
      code: 'DeadlineExceeded',
      object: 'Deployment/web',
      message: 'not Ready after 60 s: 0 of 1 pods ready.',
    });
    expect(events).toEqual([
      { type: 'object-status', release: 'web', object: 'Deployment/web', status: 'InProgress', message: '0 of 1 pods ready' }, // prettier-ignore
    ]);
  });

  it('says what it had to do without', async () => {
    const kube = createFakeKube([aDeployment(observed), aReplicaSet(), noName]);
    const { cause } = await wait(without(kube, 'events', 'persistentvolumeclaims'));
    expect(cause).toMatchObject({ code: 'ImageReferenceInvalid', object: 'Pod/web-1-x' });
    expect(cause?.hint).toMatch(/There is no right to list events, persistentvolumeclaims in namespace shop, which might say more\.$/); // prettier-ignore
  });

  it('does not begin where what it waits for may not be read', async () => {
    const kube = without(createFakeKube([aDeployment(observed)]), 'deployments');
    await expect(wait(kube)).rejects.toMatchObject({ code: 'Forbidden', message: expect.stringContaining('no right to list deployments') as string }); // prettier-ignore
  });

  it('asks once more before it judges: a watch may be behind', async () => {
    const kube = createFakeKube([aDeployment(observed), aReplicaSet(), noName]);
    const { list } = kube;
    let lists = 0;
    kube.list = (kind, options) => {
      if (kind.plural === 'pods' && (lists += 1) === 2) {
        kube.drop('Pod', 'web-1-x');
        kube.put(aDeployment({ status: readyStatus() }));
      }
      return list(kind, options);
    };
    expect((await wait(kube)).cause).toBeUndefined();
  });

  it('judges nothing until the kubelet has had its time after the server was away', async () => {
    const kube = createFakeKube([aDeployment(observed), aReplicaSet(), noName]);
    const { cause, tookMs } = await wait(kube, { resumedAt: 0 });
    expect(cause?.code).toBe('ImageReferenceInvalid');
    expect(tookMs).toBeGreaterThanOrEqual(11_000);
    expect((await wait(kube)).tookMs).toBeLessThan(1000);
  });

  it('puts its verdict off once where the server is slow, and no longer', async () => {
    const kube = createFakeKube([aDeployment(observed), aReplicaSet(), noName]);
    const quick = await wait(kube, { readMs: 2000 });
    const slow = await wait(kube, { readMs: 4000 });
    expect([quick.cause?.code, slow.cause?.code]).toEqual(['ImageReferenceInvalid', 'ImageReferenceInvalid']);
    expect([quick.tookMs < 5000, slow.tookMs > 11_000, slow.tookMs < 25_000]).toEqual([true, true, true]);
  });
});
