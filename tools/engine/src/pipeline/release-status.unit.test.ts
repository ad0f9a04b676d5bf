import type { KubeObject } from '@slipway/contracts';
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

  it('asks for seven lists in a namespace, however many releases it has', async () => {
    const { clients, request, run, kube } = setUp();
    await run(deployReleases(request, clients));
    kube.calls.length = 0;
    await releaseStatus(request, clients);
    expect(kube.calls).toHaveLength(7);
  });

  it('says how old a revision is by the clock of the server, and who deployed it', async () => {
    const { clients, request, run, kube } = setUp();
    await run(deployReleases(request, clients));
    const secret = kube.all('Secret').find(({ metadata }) => metadata.labels?.name === 'web') as KubeObject;
    kube.put({ ...secret, metadata: { ...secret.metadata, creationTimestamp: '2026-01-01T00:00:00Z' } });
    const serverTime = Date.parse('2026-01-01T00:02:00Z');
    const list: typeof kube.list = async (...args) => ({ ...(await kube.list(...args)), serverTime });
    const { releases } = await releaseStatus({ ...request, select: ['web'] }, { ...clients, kube: { ...kube, list } });
    expect(releases[0]).toMatchObject({ deployedAt: '2026-01-01T00:00:00Z', ageMs: 120_000, lastDeploy: { by: 'me', record: 1 } }); // prettier-ignore
  });

  it.each([
    ['the same', 'sha256:' + 'a'.repeat(64), false],
    ['another one', 'sha256:' + 'b'.repeat(64), true],
  ])('holds what runs against the lock: %s', async (_title, digest, isBehind) => {
    const { clients, request, run, kube, files } = setUp();
    await run(deployReleases(request, clients));
    const deployment = kube.all('Deployment').find(({ metadata }) => metadata.name === 'web') as KubeObject;
    const containers = [{ name: 'app', image: `registry.test/web@sha256:${'a'.repeat(64)}` }];
    kube.put({ ...deployment, spec: { ...(deployment.spec as object), template: { spec: { containers } } } });
    const path = '/w/deploy/environments/local/releases.lock.yaml';
    const lock = `schema: slipway.release-lock/v1\nenvironment: local\nreleases:\n  web:\n    repository: slipway/web\n    digest: ${digest}\n`; // prettier-ignore
    const readText: typeof files.readText = async (asked) => (asked === path ? lock : files.readText(asked));
    const environment = { ...request.environment, locked: true };
    const { releases } = await releaseStatus({ ...request, environment, select: ['web'] }, { ...clients, files: { ...files, readText } }); // prettier-ignore
    expect(releases[0]).toMatchObject({ locked: { digest }, isBehind });
  });
});
