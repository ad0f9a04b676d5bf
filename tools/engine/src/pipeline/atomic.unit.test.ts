import { SlipwayError } from '@slipway/contracts';
import { records, setUp, summary } from './__fixtures__/deploy-workspace.ts';
import { deployReleases } from './deploy-releases.ts';

/** Two releases, web after store, deployed once; both have something new. */
async function deployedOnce() {
  const all = setUp();
  await all.run(deployReleases(all.request, all.clients));
  all.render('store', 'store:2');
  all.render('web', 'web:2');
  all.helm.calls.length = 0;
  const goBacks = () => all.helm.calls.filter((call) => /^(rollback|uninstall)/.test(call));
  return { ...all, goBacks };
}

describe('a set that goes back as one', () => {
  it('takes back what went well when one fails, dependents first, and names the culprit', async () => {
    const { run, request, clients, broken, served, goBacks, kube } = await deployedOnce();
    broken.add('web');
    const result = await run(deployReleases(request, clients, { atomic: true }));
    expect([result.exitCode, summary(result)]).toEqual([1, ['store rolled-back 3', 'web rolled-back 3']]);
    expect([served, goBacks()]).toEqual([{ store: 'store:1', web: 'web:1' }, ['rollback web 1', 'rollback store 1']]);
    expect(result.releases[0]?.cause).toMatchObject({ code: 'GroupFailed', object: 'Release/web' });
    expect(result.releases[1]?.cause).toMatchObject({ code: 'CrashAtStart' });
    // Two first ones, store deployed and rolled back, web rolled back.
    expect([records(kube), kube.all('Lease')]).toEqual([5, []]);
  });

  it('does so when a verification fails', async () => {
    const { run, request, clients, helm, served, goBacks } = await deployedOnce();
    const { test } = helm;
    helm.test = (ref, options) => (ref.name === 'web' ? Promise.resolve({ passed: false, output: 'no' }) : test(ref, options)); // prettier-ignore
    const result = await run(deployReleases(request, clients, { atomic: true }));
    expect([result.exitCode, result.releases.map(({ cause }) => cause?.code)]).toEqual([
      1,
      ['GroupFailed', 'TestFailed'],
    ]);
    expect([served, goBacks()]).toEqual([{ store: 'store:1', web: 'web:1' }, ['rollback web 1', 'rollback store 1']]);
  });

  it('uninstalls what is new', async () => {
    const { kube, clients, request, run, broken, helm } = setUp();
    broken.add('web');
    const result = await run(deployReleases(request, clients, { atomic: true }));
    expect([summary(result), kube.all('Deployment')]).toEqual([['store rolled-back 0', 'web rolled-back 0'], []]);
    expect(helm.calls.filter((call) => call.startsWith('uninstall'))).toEqual(['uninstall web', 'uninstall store']);
  });

  it('leaves alone what it has not changed', async () => {
    const { run, request, clients, broken, render, goBacks } = await deployedOnce();
    render('store', 'store:1');
    broken.add('web');
    const result = await run(deployReleases(request, clients, { atomic: true }));
    expect([summary(result), goBacks()]).toEqual([['store unchanged 1', 'web rolled-back 3'], ['rollback web 1']]);
  });

  it('reports a way back that fails, and goes on with the others', async () => {
    const { run, request, clients, broken, helm, served } = await deployedOnce();
    broken.add('web');
    const { rollback } = helm;
    helm.rollback = (ref, revision) =>
      ref.name === 'web'
        ? Promise.reject(new SlipwayError({ code: 'Forbidden', message: 'take web back: no.' }))
        : rollback(ref, revision);
    const result = await run(deployReleases(request, clients, { atomic: true }));
    expect([summary(result), served.store]).toEqual([['store rolled-back 3', 'web failed 2'], 'store:1']);
    expect(result.releases[1]).toMatchObject({
      cause: { code: 'CrashAtStart' },
      wayBackCause: { code: 'Forbidden', message: 'take web back: no.' },
    });
  });

  it('is what every environment but local asks for by itself, and what --no-atomic turns off', async () => {
    const ends = async (name: string, atomic?: boolean) => {
      const { run, request, clients, broken } = await deployedOnce();
      broken.add('web');
      const environment = { ...request.environment, name };
      return summary(await run(deployReleases({ ...request, environment }, clients, atomic === undefined ? {} : { atomic }))); // prettier-ignore
    };
    expect(await ends('local')).toEqual(['store deployed 2', 'web rolled-back 3']);
    expect(await ends('dev')).toEqual(['store rolled-back 3', 'web rolled-back 3']);
    expect(await ends('dev', false)).toEqual(['store deployed 2', 'web rolled-back 3']);
  });

  it('goes back when it is stopped in the middle', async () => {
    const { run, request, clients, helm, served, kube } = await deployedOnce();
    const stop = new AbortController();
    const { upgrade } = helm;
    helm.upgrade = async (ref, source, options) => {
      await upgrade(ref, source, options);
      if (ref.name === 'web') stop.abort(new SlipwayError({ code: 'Stopped', message: 'stopped.', exitCode: 143 }));
    };
    const result = await run(deployReleases(request, clients, { atomic: true, signal: stop.signal }));
    expect([result.exitCode, summary(result), served]).toEqual([143, ['store rolled-back 3', 'web rolled-back 3'], { store: 'store:1', web: 'web:1' }]); // prettier-ignore
    expect([result.releases.map(({ cause }) => cause?.code), kube.all('Lease')]).toEqual([['Stopped', 'Stopped'], []]);
  });
});

describe('a stop in the middle of releases that stand for themselves', () => {
  it('takes back what was not done and keeps what was', async () => {
    const { run, request, clients, helm, served } = await deployedOnce();
    const stop = new AbortController();
    const { upgrade } = helm;
    helm.upgrade = async (ref, source, options) => {
      await upgrade(ref, source, options);
      if (ref.name === 'web') stop.abort(new Error('SIGINT'));
    };
    const result = await run(deployReleases(request, clients, { signal: stop.signal }));
    expect([result.exitCode, summary(result), served]).toEqual([130, ['store deployed 2', 'web rolled-back 3'], { store: 'store:2', web: 'web:1' }]); // prettier-ignore
  });
});

describe('two deployers', () => {
  it('refuses the second with exit 5 before anything is written', async () => {
    const { run, request, clients, kube, helm } = await deployedOnce();
    const { upgrade } = helm;
    let second: Promise<unknown> | undefined;
    helm.upgrade = async (ref, source, options) => {
      const before = kube.calls.length;
      const other = { ...clients, host: { ...clients.host, identity: 'h/boot/2', run: 'h/boot/2' } };
      second ??= run(deployReleases(request, other)).catch((error: unknown) => ({
        error,
        writes: kube.calls.slice(before).filter((call) => !/^(get|list|create leases)/.test(call)),
      }));
      await second;
      return upgrade(ref, source, options);
    };
    const result = await run(deployReleases(request, clients));
    expect(summary(result)).toEqual(['store deployed 2', 'web deployed 2']);
    expect(await second).toMatchObject({ error: { code: 'Locked', exitCode: 5 }, writes: [] });
  });

  it('refuses, with exit 3, what it planned before another one came and went', async () => {
    const { run, request, clients, kube, helm, goBacks, served } = await deployedOnce();
    const other = { ...clients, host: { ...clients.host, identity: 'h/boot/2', run: 'h/boot/2' } };
    const stream = deployReleases(request, clients);
    const { value: first } = await stream.next();
    expect(first).toMatchObject({ type: 'plan' });
    await run(deployReleases({ ...request, select: ['web'] }, other));
    helm.calls.length = 0;
    await expect(run(stream)).rejects.toMatchObject({ code: 'PlanStale', exitCode: 3, details: { moved: ['revision 1 -> 2 of web'] } }); // prettier-ignore
    expect([helm.calls, goBacks(), served.web, kube.all('Lease')]).toEqual([[], [], 'web:2', []]);
  });

  it('says whom it took over from', async () => {
    const { run, request, clients } = await deployedOnce();
    await clients.kube.create(
      { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', plural: 'leases', isNamespaced: true },
      {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: {
          name: 'slipway-deploy',
          namespace: 'shop',
          annotations: { 'slipway.dev/members': '[{"identity":"h/boot/7","user":"ann","since":"then","releases":[]}]' },
        },
        spec: { holderIdentity: 'h/boot/7', acquireTime: 'then', renewTime: 'then' },
      },
    );
    const host = { ...clients.host, isGone: (identity: string) => Promise.resolve(identity === 'h/boot/7') };
    const result = await run(deployReleases(request, { ...clients, host }));
    expect(result.takenOver).toEqual([{ namespace: 'shop', holder: 'ann@h (process 7)', since: 'then' }]);
  });
});
