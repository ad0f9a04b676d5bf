import { createFakeClock, createFakeKube } from '@slipway/testing';
import { takeLease } from './release-lease.ts';

const ref = { name: 'web', namespace: 'shop' };

function setUp(isGone = false) {
  const kube = createFakeKube();
  const clock = createFakeClock();
  const clients = (identity: string) => ({
    kube,
    clock,
    host: { hostname: 'h', identity, isGone: () => Promise.resolve(isGone) },
  });
  const holder = () => (kube.all('Lease')[0]?.spec as { holderIdentity?: string } | undefined)?.holderIdentity;
  const leave = (identity: string) =>
    kube.put({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'slipway-deploy.web', namespace: 'shop' },
      spec: { holderIdentity: identity, leaseDurationSeconds: 15, acquireTime: 'then', renewTime: 'then' },
    });
  return { kube, clock, clients, holder, leave };
}

describe('takeLease', () => {
  it('is gone after its release', async () => {
    const { kube, clients, holder } = setUp();
    const lease = await takeLease(ref, clients('h/boot/1'));
    expect(holder()).toBe('h/boot/1');
    await lease.release();
    expect(kube.all('Lease')).toEqual([]);
  });

  it('refuses while another deployer renews it, with who and since when', async () => {
    const { kube, clock, clients, leave } = setUp();
    leave('other/boot/7');
    const sleep = clock.sleep;
    clock.sleep = async (ms) => {
      await sleep(ms);
      const lease = kube.all('Lease')[0];
      if (lease) kube.put({ ...lease, spec: { ...(lease.spec as object), renewTime: String(clock.now()) } });
    };
    await expect(takeLease(ref, clients('h/boot/1'))).rejects.toMatchObject({
      code: 'Locked',
      exitCode: 5,
      message: 'deploy release web: a deployer on other (process 7) is at work on it since then.',
    });
  });

  it('takes over at once from a process of this machine that is gone', async () => {
    const { clock, clients, holder, leave } = setUp(true);
    leave('h/boot/7');
    const before = clock.now();
    const lease = await takeLease(ref, clients('h/boot/1'));
    expect([holder(), clock.now() - before < 5001]).toEqual(['h/boot/1', true]);
    await lease.release();
  });

  it('takes over what nobody renewed for its whole duration', async () => {
    const { clock, clients, holder, leave } = setUp();
    leave('far/boot/7');
    const before = clock.now();
    const lease = await takeLease(ref, clients('h/boot/1'));
    expect([holder(), clock.now() - before >= 15_000]).toEqual(['h/boot/1', true]);
    await lease.release();
  });
});
