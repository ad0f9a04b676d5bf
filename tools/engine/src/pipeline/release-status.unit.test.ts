import { aRevisionSecret } from '@slipway/testing';
import { setUp } from './__fixtures__/deploy-workspace.ts';
import { deployReleases } from './deploy-releases.ts';
import { releaseStatus } from './release-status.ts';

describe('releaseStatus', () => {
  it('tells what is not there from what is Ready, and writes nothing', async () => {
    const { clients, request, run, kube } = setUp();
    await run(deployReleases({ ...request, select: ['store'] }, clients));
    kube.calls.length = 0;
    const { releases } = await releaseStatus(request, clients);
    expect(releases.map(({ name, status, revision, ready, isReady, cause }) => [name, status, revision, ready, isReady, cause])).toEqual([
      ['store', 'deployed', 1, 1, true, undefined],
      ['web', 'absent', 0, 0, false, undefined],
    ]); // prettier-ignore
    expect(kube.calls.filter((call) => !/^(get|list)/.test(call))).toEqual([]);
  });

  it('says why a release does not serve', async () => {
    const { clients, request, run, broken } = setUp();
    broken.add('web');
    await run(deployReleases(request, clients, { goBack: false }));
    const { releases } = await releaseStatus(request, clients);
    expect(releases[1]).toMatchObject({
      name: 'web',
      isReady: false,
      cause: { code: 'CrashAtStart', object: 'Pod/web-2-x', container: 'app', logs: ['starting', 'password=(secret)'] },
    });
  });

  it.each([
    ['failed', 'LastRevisionFailed', 'revision 2 is failed.', 'Deploy again: what is already as wanted stays untouched.'],
    ['pending-upgrade', 'ReleaseBusy', 'revision 2 is pending-upgrade.', 'A deployer is at work, or was killed: the next deploy recovers it.'],
  ])('of a release left %s names that, though its pods serve', async (left, code, message, hint) => {
    const { clients, request, run, kube } = setUp();
    await run(deployReleases(request, clients));
    kube.put(aRevisionSecret('web', 2, left));
    const { releases } = await releaseStatus({ ...request, select: ['web'] }, clients);
    expect(releases[0]).toMatchObject({ status: left, revision: 2, ready: 1, isReady: false, cause: { code, message, hint } });
  }); // prettier-ignore
});
