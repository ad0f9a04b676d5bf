import type { DeployEvent } from '@slipway/contracts';
import { aDeployment, aReplicaSet, createFakeClock, createFakeKube } from '@slipway/testing';
import { openNamespaceView } from './namespace-view.ts';
import { waitForRelease } from './wait-for-release.ts';

describe('waitForRelease', () => {
  it('ends at its deadline when nothing is wrong to see, and says what is still on its way', async () => {
    const kube = createFakeKube([aDeployment({ status: { observedGeneration: 1 } }), aReplicaSet()]);
    const clock = createFakeClock();
    const view = await openNamespaceView({ namespace: 'shop', kube, clock });
    const events: DeployEvent[] = [];
    const cause = await waitForRelease({
      release: 'web',
      namespace: 'shop',
      wanted: [{ kind: 'Deployment', name: 'web' }],
      view,
      kube,
      clock,
      deadlineMs: 60_000,
      patienceMs: 10_000,
      autoscaling: false,
      emit: (event) => events.push(event),
    });
    view.close();
    expect(cause).toMatchObject({
      code: 'DeadlineExceeded',
      object: 'Deployment/web',
      message: 'not Ready after 60 s: 0 of 1 pods ready.',
    });
    expect(events).toEqual([
      { type: 'object-status', release: 'web', object: 'Deployment/web', status: 'InProgress', message: '0 of 1 pods ready' }, // prettier-ignore
    ]);
  });
});
