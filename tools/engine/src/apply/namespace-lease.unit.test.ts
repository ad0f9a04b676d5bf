import { createFakeClock, createFakeHost, createFakeKube } from '@slipway/testing';
import { takeNamespaceLease } from './namespace-lease.ts';

const request = { namespace: 'shop', environment: 'dev', releases: ['web'] };

function setUp(...gone: string[]) {
  const kube = createFakeKube();
  const clock = createFakeClock(Date.parse('2026-01-01T00:00:00Z'));
  const clients = (identity: string, run = identity) => ({
    kube,
    clock,
    host: createFakeHost({ identity, run }, gone),
  });
  const lease = () => kube.all('Lease')[0];
  const holder = () => (lease()?.spec as { holderIdentity?: string } | undefined)?.holderIdentity;
  const members = () =>
    (JSON.parse(lease()?.metadata.annotations?.['slipway.dev/members'] ?? '[]') as { identity: string }[]).map(
      ({ identity }) => identity,
    );
  const leave = (identity: string, { run = identity, renewedAt = '2020-01-01T00:00:00.000000Z' } = {}) =>
    kube.put({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: {
        name: 'slipway-deploy',
        namespace: 'shop',
        annotations: {
          'slipway.dev/members': JSON.stringify([{ identity, user: 'ann', since: 'then', releases: ['web'] }]),
        },
      },
      spec: { holderIdentity: run, leaseDurationSeconds: 15, acquireTime: 'then', renewTime: renewedAt },
    });
  return { kube, clock, clients, lease, holder, members, leave };
}

describe('takeNamespaceLease', () => {
  it('is gone after its release', async () => {
    const { kube, clients, holder } = setUp();
    const lease = await takeNamespaceLease(request, clients('h/boot/1'));
    expect([holder(), lease.takenOver]).toEqual(['h/boot/1', undefined]);
    await lease.release();
    expect(kube.all('Lease')).toEqual([]);
  });

  it('refuses the second at once, naming both and since when, and writes nothing', async () => {
    const { kube, clients, clock } = setUp();
    const first = await takeNamespaceLease(request, clients('h/boot/1'));
    const before = [JSON.stringify(kube.all('Lease')), clock.now()];
    await expect(takeNamespaceLease({ ...request, releases: ['api'] }, clients('h/boot/2'))).rejects.toMatchObject({
      code: 'Locked',
      exitCode: 5,
      message: expect.stringMatching(
        /^deploy to dev as me@h \(process 2\): me@h \(process 1\) is at work on namespace shop since 2026-/,
      ) as string,
      details: { holder: 'me@h (process 1)', self: 'me@h (process 2)' },
    });
    expect([JSON.stringify(kube.all('Lease')), clock.now()]).toEqual(before);
    await first.release();
  });

  it('refuses one that looks old by this clock, once its holder renews it', async () => {
    const { kube, clock, clients, leave } = setUp();
    leave('far/boot/7');
    const sleep = clock.sleep;
    clock.sleep = async (ms) => {
      await sleep(ms);
      leave('far/boot/7', { renewedAt: '2020-01-01T00:00:05.000000Z' });
    };
    await expect(takeNamespaceLease(request, clients('h/boot/1'))).rejects.toMatchObject({ code: 'Locked' });
    expect(kube.calls.filter((call) => call.startsWith('update'))).toEqual([]);
  });

  it('takes over at once from a process of this machine that is gone, and says so', async () => {
    const { clock, clients, holder, leave } = setUp('h/boot/7');
    leave('h/boot/7', { renewedAt: new Date(clock.now()).toISOString() });
    const before = clock.now();
    const lease = await takeNamespaceLease(request, clients('h/boot/1'));
    expect([holder(), clock.now() - before < 5001]).toEqual(['h/boot/1', true]);
    expect(lease.takenOver).toEqual({ namespace: 'shop', holder: 'ann@h (process 7)', since: 'then' });
    await lease.release();
  });

  it('takes over what nobody renewed for its whole duration', async () => {
    const { clock, clients, holder, leave } = setUp();
    leave('far/boot/7');
    const before = clock.now();
    const lease = await takeNamespaceLease(request, clients('h/boot/1'));
    expect([holder(), clock.now() - before >= 15_000, lease.takenOver?.holder]).toEqual(['h/boot/1', true, 'ann@far (process 7)']); // prettier-ignore
    await lease.release();
  });

  it('is shared by the tasks of one nx command, in any order of leaving', async () => {
    const { kube, clients, holder, members } = setUp();
    const one = await takeNamespaceLease(request, clients('h/boot/1', 'h/nx/run'));
    const two = await takeNamespaceLease({ ...request, releases: ['api'] }, clients('h/boot/2', 'h/nx/run'));
    expect([holder(), members(), two.takenOver]).toEqual(['h/nx/run', ['h/boot/1', 'h/boot/2'], undefined]);
    await one.release();
    expect(members()).toEqual(['h/boot/2']);
    await two.release();
    expect([kube.all('Lease'), one.lost.aborted, two.lost.aborted]).toEqual([[], false, false]);
  });

  it('refuses two tasks of one nx command on the same release', async () => {
    const { clients } = setUp();
    const one = await takeNamespaceLease(request, clients('h/boot/1', 'h/nx/run'));
    await expect(takeNamespaceLease(request, clients('h/boot/2', 'h/nx/run'))).rejects.toMatchObject({
      code: 'Locked',
    });
    await one.release();
  });

  it('drops a task of the same nx command that was killed, and says so', async () => {
    const { clients, leave, members, kube } = setUp('h/boot/7');
    leave('h/boot/7', { run: 'h/nx/run' });
    const lease = await takeNamespaceLease(request, clients('h/boot/1', 'h/nx/run'));
    expect([members(), lease.takenOver?.holder]).toEqual([['h/boot/1'], 'ann@h (process 7)']);
    await lease.release();
    expect(kube.all('Lease')).toEqual([]);
  });

  it('is lost when another deployer has taken it, and leaves that one’s alone', async () => {
    const { clients, leave, holder } = setUp();
    const lease = await takeNamespaceLease(request, clients('h/boot/1'));
    leave('far/boot/7');
    await new Promise((resolve) => lease.lost.addEventListener('abort', resolve));
    expect(lease.lost.reason).toMatchObject({ code: 'Locked', exitCode: 5 });
    await lease.release();
    expect(holder()).toBe('far/boot/7');
  });
});
