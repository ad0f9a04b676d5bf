import { aRevisionSecret } from '@slipway/testing';
import { setUp, summary } from './__fixtures__/deploy-workspace.ts';
import { deployReleases } from './deploy-releases.ts';

const chart = { 'slipway.dev/chart': 'web' };

describe('a release that a killed run has left', () => {
  it.each([
    ['in the middle of an upgrade', 'pending-upgrade', 'web recovered 3'],
    ['in the middle of going back', 'pending-rollback', 'web recovered 3'],
    ['in the middle of a removal', 'uninstalling', 'web recovered 1'],
    ['with what it had written, before it waited', 'deployed', 'web deployed 3'],
    ['as failed, before it went back', 'failed', 'web deployed 3'],
  ])('%s is brought to what the workspace says', async (_title, status, expected) => {
    const { kube, clients, request, run, render, served } = setUp();
    await run(deployReleases(request, clients));
    render('web', 'web:2');
    kube.put(aRevisionSecret('web', 2, status, chart));
    const result = await run(deployReleases(request, clients));
    expect([result.exitCode, summary(result), served.web]).toEqual([0, ['store unchanged 1', expected], 'web:2']);
    expect(summary(await run(deployReleases(request, clients)))).toEqual(['store unchanged 1', expected.replace(/ \S+ /, ' unchanged ')]); // prettier-ignore
  });

  it('in the middle of its first install is installed', async () => {
    const { kube, clients, request, run } = setUp();
    kube.put(aRevisionSecret('store', 1, 'pending-install', { 'slipway.dev/chart': 'store' }));
    const result = await run(deployReleases({ ...request, select: ['store'] }, clients));
    expect([result.exitCode, summary(result)]).toEqual([0, ['store recovered 2']]);
  });

  it('pending, and broken in the workspace as well, goes back to what served before', async () => {
    const { kube, clients, request, run, render, broken, served } = setUp();
    await run(deployReleases(request, clients));
    render('web', 'web:2');
    broken.add('web');
    kube.put(aRevisionSecret('web', 2, 'pending-upgrade', chart));
    const result = await run(deployReleases(request, clients));
    expect([result.exitCode, summary(result), served.web]).toEqual([1, ['store unchanged 1', 'web rolled-back 4'], 'web:1']); // prettier-ignore
  });
});
