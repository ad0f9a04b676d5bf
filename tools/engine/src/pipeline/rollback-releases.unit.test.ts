import { records, setUp, summary } from './__fixtures__/deploy-workspace.ts';
import { deployReleases } from './deploy-releases.ts';
import { rollbackReleases } from './rollback-releases.ts';

describe('rollbackReleases', () => {
  const deployTwice = async () => {
    const all = setUp();
    await all.run(deployReleases(all.request, all.clients));
    all.render('web', 'web:2');
    await all.run(deployReleases(all.request, all.clients));
    return { ...all, web: { ...all.request, select: ['web'] }, before: records(all.kube) };
  };

  it('takes a release back to what served before, marks it good and records', async () => {
    const { clients, run, served, kube, web, before } = await deployTwice();
    const result = await run(rollbackReleases(web, clients));
    expect([result.exitCode, summary(result), served.web]).toEqual([0, ['web deployed 3'], 'web:1']);
    expect([records(kube), kube.all('Lease')]).toEqual([before + 1, []]);
    const newest = kube.all('Secret').find(({ metadata }) => metadata.name === 'sh.helm.release.v1.web.v3');
    expect(newest?.metadata.labels).toMatchObject({ 'slipway.dev/outcome': 'verified' });
  });

  it('is followed by a deploy that brings what the workspace says', async () => {
    const { clients, request, run, served, web } = await deployTwice();
    await run(rollbackReleases(web, clients));
    expect(summary(await run(deployReleases(request, clients)))).toEqual(['store unchanged 1', 'web deployed 4']);
    expect(served.web).toBe('web:2');
  });

  it('fails, writes and records nothing where nothing served before', async () => {
    const { clients, run, kube, helm, request } = setUp();
    await run(deployReleases(request, clients));
    const before = records(kube);
    helm.calls.length = 0;
    const result = await run(rollbackReleases({ ...request, select: ['store'] }, clients));
    expect([result.exitCode, summary(result)]).toEqual([1, ['store failed 1']]);
    expect(result.releases[0]?.cause).toMatchObject({
      code: 'NoGoodRevision',
      message: 'no earlier revision served well.',
    });
    expect([helm.calls, records(kube)]).toEqual([[], before]);
  });

  it('says why what served before does not serve any more', async () => {
    const { clients, run, helm, kube, web } = await deployTwice();
    const { onChange } = helm;
    helm.onChange = (verb, name, more) => {
      onChange?.(verb, name, more);
      const [deployment] = kube.all('Deployment').filter(({ metadata }) => metadata.name === name);
      if (deployment) kube.put({ ...deployment, status: { observedGeneration: 1 } });
    };
    const result = await run(rollbackReleases(web, clients, { deadlineMs: 30_000 }));
    expect([result.exitCode, summary(result)]).toEqual([1, ['web failed 3']]);
    expect(result.releases[0]?.cause?.object).toBe('Deployment/web');
  });
});
