import type { DeployRecord, Environment, ImageRef, Verdict } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { aVerdict, createFakeClock, createFakeFiles, createFakeKube } from '@slipway/testing';
import { parseLock } from '../lock/parse-lock.ts';
import { requireEvidence } from '../lock/require-evidence.ts';
import { recordText } from '../record/record-text.ts';
import { writeRecord } from '../record/write-record.ts';
import { lockReleases } from './lock-releases.ts';
import { lockVerified } from './lock-verified.ts';
import { promoteReleases } from './promote-releases.ts';
import { promotionMessage } from './promotion-message.ts';

const [A, B] = ['a', 'b'].map((char) => `sha256:${char.repeat(64)}`) as [string, string];
const AT = Date.parse('2026-03-01T12:00:00.000Z');
const LOCKS = '/w/deploy/environments';

const environment = (name: string, promoteFrom?: string): Environment => ({
  schema: 'slipway.environment/v1',
  name,
  context: name,
  namespace: `shop-${name}`,
  registry: 'registry.test',
  ingress: { domain: 'test' },
  autoscaling: false,
  metricsApis: [],
  protection: { approval: 'none', ...(promoteFrom ? { promoteFrom } : {}) },
  locked: name !== 'local',
});
const [dev, staging, prod] = [environment('dev'), environment('staging', 'dev'), environment('prod', 'staging')];

/** A workspace with two services that were built, and a cluster for all environments. */
function setUp() {
  const kube = createFakeKube();
  const files = createFakeFiles({
    '/w/charts/web/Chart.yaml': 'name: web\nversion: 1.0.0\n',
    '/w/charts/store/Chart.yaml': 'name: store\nversion: 1.0.0\n',
    '/w/charts/stack/Chart.yaml': 'name: stack\nversion: 1.0.0\n',
    [`${LOCKS}/dev/releases.lock.yaml`]: '# dev\nschema: slipway.release-lock/v1\nenvironment: dev\nreleases: {}\n',
  });
  const build = (project: string, digest: string, rest: Partial<ImageRef> = {}) => {
    const image: ImageRef = { schema: 'slipway.image/v1', project, repository: `slipway/${project}`, tag: 't', digest, contentHash: 'c', platform: 'linux/amd64', size: 1, ...rest }; // prettier-ignore
    files.files[`/w/dist/images/${project}.json`] = JSON.stringify(image);
  };
  build('web', A);
  build('store', A);
  const commits: (readonly string[])[] = [];
  const git = { commit: (ignored: readonly string[] = []) => (commits.push(ignored), Promise.resolve('abcdef0')), author: () => Promise.resolve('CI'), branch: () => Promise.resolve('main') }; // prettier-ignore
  const pushed = new Set([A, B]);
  const images = { exists: (ref: string) => Promise.resolve(pushed.has(ref.split('@')[1] ?? '')), push: () => Promise.resolve() }; // prettier-ignore
  const clock = createFakeClock(AT);
  const projects = ['web', 'store', 'stack'].map((project) => ({ project, chartDir: `charts/${project}` }));
  const request = { workspaceRoot: '/w', projects };
  const clients = { files, git, clock, images, kube };
  const save = <T>({ path, text, report }: { path: string; text: string; report: T }) => {
    files.files[path] = text;
    return report;
  };
  /** A deploy, as far as records tell of it. */
  const deploy = async (
    where: Environment,
    name: string,
    digest: string,
    rest: Partial<Verdict> = {},
    action: DeployRecord['action'] = 'deploy',
  ) => {
    // prettier-ignore
    const verdict = { ...aVerdict(), name, project: name, namespace: String(where.namespace), image: { repository: `registry.test/slipway/${name}`, digest }, ...rest }; // prettier-ignore
    await writeRecord({ environment: where.name, action, by: 'Ann <ann@test>', at: AT, commit: 'c', planHash: 'p', specHash: digest, verdict }, { kube }); // prettier-ignore
  };
  const lock = async (select?: string[]) => save(await lockReleases({ ...request, environment: dev, ...(select ? { select } : {}) }, clients, { imagesDir: 'dist/images' })); // prettier-ignore
  const edit = (from: Environment, to: Environment, more: { select?: string[]; fromLock?: boolean } = {}) =>
    promoteReleases({ ...request, from, environment: to, ...(more.select ? { select: more.select } : {}) }, { files, connect: () => Promise.resolve({ kube }), fromLock: more.fromLock ?? false }); // prettier-ignore
  const promote = async (...args: Parameters<typeof edit>) => save(await edit(...args));
  const text = ({ name }: Environment) => files.files[`${LOCKS}/${name}/releases.lock.yaml`] ?? '';
  return { kube, files, build, git, commits, pushed, clients, request, deploy, lock, edit, promote, text, save };
}

describe('lockReleases', () => {
  it('takes what was built and pushed, with commit and evidence; then has nothing to do', async () => {
    const { lock, text, commits } = setUp();
    const { changes, unchanged } = await lock();
    expect(changes.map(({ release, digest, commit }) => [release, digest, commit])).toEqual([['store', A, 'abcdef0'], ['web', A, 'abcdef0']]); // prettier-ignore
    expect(unchanged).toEqual([]);
    expect(commits).toEqual([['deploy/environments/dev/releases.lock.yaml']]);
    expect(text(dev)).toContain(`      - environment: dev\n        result: built\n        digest: ${A}\n        by: CI\n        at: 2026-03-01T12:00:00.000Z\n`); // prettier-ignore
    const before = text(dev);
    expect(await lock()).toMatchObject({ changes: [], unchanged: ['store', 'web'] });
    expect(text(dev)).toBe(before);
  });

  it.each<[string, (all: ReturnType<typeof setUp>) => Promise<unknown>, object]>([
    ['an environment that is promoted to', ({ clients, request }) => lockReleases({ ...request, environment: prod }, clients, { imagesDir: 'dist/images' }), { code: 'LockRefused', exitCode: 4, hint: 'Run "slipway promote --from staging --to prod".' }],
    ['an environment without a lock', ({ clients, request }) => lockReleases({ ...request, environment: environment('local') }, clients, { imagesDir: 'dist/images' }), { code: 'EnvironmentNotLocked', exitCode: 64 }],
    ['an image that was not pushed', ({ lock, pushed }) => (pushed.clear(), lock(['web'])), { code: 'ImageNotPushed', message: `write the release lock of dev: registry.test does not have slipway/web@${A}.` }],
    ['a project that was not built', ({ lock }) => lock(['stack']), { code: 'ImageNotBuilt' }],
    ['an image of another lock', ({ lock, build }) => (build('web', B, { contentHash: undefined as never }), lock()), { code: 'LockRefused' }],
    ['a workspace with changes', ({ lock, git }) => ((git.commit = () => Promise.resolve('abcdef0+dirty')), lock()), { code: 'WorkspaceDirty', exitCode: 4 }],
    ['a project that is not there', ({ lock }) => lock(['wep']), { code: 'UnknownProject', exitCode: 64 }],
  ])('refuses %s', async (_title, act, error) => {
    await expect(act(setUp())).rejects.toMatchObject(error);
  }); // prettier-ignore

  it('says that a line came from a workspace with changes where that is wanted', async () => {
    const { clients, request, git } = setUp();
    git.commit = () => Promise.resolve('abcdef0+dirty');
    const { report } = await lockReleases({ ...request, environment: dev }, clients, { imagesDir: '/w/dist/images', allowDirty: true }); // prettier-ignore
    expect(report.changes[0]?.commit).toBe('abcdef0+dirty');
  });
});

describe('promoteReleases', () => {
  it('brings a digest from dev to prod, each step with its evidence, and then has nothing to promote', async () => {
    const { lock, deploy, promote, text, kube } = setUp();
    await lock();
    for (const name of ['web', 'store']) await deploy(dev, name, A);
    expect((await promote(dev, staging)).changes.map(({ release, digest }) => [release, digest])).toEqual([['store', A], ['web', A]]); // prettier-ignore
    for (const name of ['web', 'store']) await deploy(staging, name, A);
    await promote(staging, prod);
    const parsed = await parseLock(text(prod), { environment: 'prod', path: 'x' });
    expect(
      parsed.lock.releases.web?.evidence?.map(({ environment: where, result, record, by }) => [
        where,
        result,
        record,
        by,
      ]),
    ).toEqual([
      // prettier-ignore
      ['dev', 'built', undefined, 'CI'],
      ['dev', 'verified', 1, 'Ann <ann@test>'],
      ['staging', 'verified', 1, 'Ann <ann@test>'],
    ]);
    expect(() => requireEvidence('web', parsed, prod)).not.toThrow();

    const before = text(prod);
    kube.calls.length = 0;
    expect(await promote(staging, prod)).toMatchObject({ changes: [], unchanged: ['store', 'web'] });
    expect([text(prod), kube.calls]).toEqual([before, []]);
  });

  it('changes the lines of the named projects alone', async () => {
    const { lock, deploy, promote, text, build } = setUp();
    await lock();
    for (const name of ['web', 'store']) await deploy(dev, name, A);
    await promote(dev, staging);
    const before = text(staging).split('\n');
    for (const name of ['web', 'store']) build(name, B);
    await lock();
    for (const name of ['web', 'store']) await deploy(dev, name, B);
    await promote(dev, staging, { select: ['web'] });
    const after = text(staging).split('\n');
    const at = before.indexOf('  web:');
    expect(after.slice(0, at + 1)).toEqual(before.slice(0, at + 1));
    expect(after.slice(at)).toContain(`    digest: ${B}`);
  });

  it.each<[string, (all: ReturnType<typeof setUp>) => unknown, string, string]>([
    ['that never ran', () => undefined, 'staging never ran it', 'Run "slipway deploy --env staging" first.'],
    ['that failed', ({ deploy }) => deploy(staging, 'web', A, { status: 'rolled-back', cause: { code: 'CrashLoop', object: 'Pod/x', message: 'It ends.', logs: [], hint: '' } }), 'it failed in staging (record 1 of 2026-03-01T12:00:00.000Z: CrashLoop, It ends).', 'Repair the cause'],
    ['whose checks were not run', ({ deploy }) => deploy(staging, 'web', A, { needsVerification: true }), 'its checks in staging were never finished', 'again'],
    ['that another environment ran in the same place', ({ deploy }) => deploy({ ...dev, namespace: staging.namespace }, 'web', A), 'staging never ran it', 'first'],
    ['that was rolled back', async ({ deploy }) => { await deploy(staging, 'web', B); await deploy(staging, 'web', A); await deploy(staging, 'web', A, {}, 'rollback'); }, 'staging rolled it back (record 3', 'Promote what runs there now'],
    ['whose records were changed', async ({ deploy, kube }) => {
      await deploy(staging, 'web', A, { status: 'failed' });
      const [secret] = kube.all('Secret').filter(({ metadata }) => metadata.name === 'slipway-record.web.1' && metadata.namespace === staging.namespace);
      const record = JSON.parse(Buffer.from((secret?.data as { record: string }).record, 'base64').toString()) as DeployRecord;
      kube.put({ ...secret, data: { record: recordText({ ...record, verdict: { ...record.verdict, status: 'deployed' } }) } } as never);
    }, 'the records of web in staging do not fit (RecordChanged): record 1 was changed', 'Find out who changed'],
    ['whose record was written long after the time it says', async ({ deploy, kube }) => {
      await deploy(staging, 'web', A);
      const [secret] = kube.all('Secret').filter(({ metadata }) => metadata.name === 'slipway-record.web.1' && metadata.namespace === staging.namespace);
      kube.put({ ...secret, metadata: { ...secret?.metadata, creationTimestamp: '2026-03-01T13:00:00Z' } } as never);
    }, 'the records of web in staging do not fit (RecordTimeWrong): record 1 says', 'Find out who changed'],
    ['one of whose records is gone', async ({ deploy, kube }) => {
      for (let number = 1; number <= 3; number += 1) await deploy(staging, 'web', A);
      kube.drop('Secret', 'slipway-record.web.2', staging.namespace as string);
    }, 'the records of web in staging do not fit (RecordMissing): record 2 is missing', 'Find out who changed'],
  ])('refuses a digest %s, with exit 4, and leaves the file alone', async (_title, prepare, what, fix) => {
    const all = setUp();
    const { lock, deploy, promote, text } = all;
    await lock();
    for (const name of ['web', 'store']) await deploy(dev, name, A);
    await promote(dev, staging);
    await deploy(staging, 'store', A);
    await prepare(all);
    const error = (await promote(staging, prod).catch((thrown: unknown) => thrown)) as SlipwayError;
    expect(error).toMatchObject({ code: 'PromotionRefused', exitCode: 4 });
    expect(error.message).toContain(`web ${A}: ${what}`);
    expect(error.hint).toContain(fix);
    expect(error.hint).toContain('The others can go alone: --projects store.');
    expect(text(prod)).toBe('');
    expect((await promote(staging, prod, { select: ['store'] })).changes).toHaveLength(1);
  }); // prettier-ignore

  it.each<[string, Environment, Environment, string]>([
    ['past an environment', dev, prod, 'prod takes lines from staging alone'],
    ['backwards', prod, staging, 'staging takes lines from dev alone'],
    ['to the first one', prod, dev, 'dev takes lines from no other environment'],
    ['to one without a lock', dev, environment('local'), 'local takes lines from no other environment'],
  ])('refuses to promote %s', async (_title, from, to, what) => {
    await expect(setUp().edit(from, to)).rejects.toMatchObject({ code: 'PromotionNotAllowed', exitCode: 4, message: expect.stringContaining(what) }); // prettier-ignore
  });

  it('refuses a project that has no line, and a lock that cannot be read', async () => {
    const { edit, files } = setUp();
    await expect(edit(dev, staging, { select: ['web'] })).rejects.toMatchObject({ code: 'PromotionRefused', exitCode: 4 }); // prettier-ignore
    files.files[`${LOCKS}/staging/releases.lock.yaml`] = '<<<<<<< HEAD\n';
    await expect(edit(dev, staging)).rejects.toMatchObject({ code: 'LockInvalid', exitCode: 64, details: { line: 1 } });
  });

  it('says the way round where the cluster cannot be reached', async () => {
    const { lock, edit, kube } = setUp();
    await lock();
    kube.list = () => Promise.reject(new SlipwayError({ code: 'ApiUnreachable', message: 'list secrets: no answer.', hint: 'Wait.' })); // prettier-ignore
    await expect(edit(dev, staging)).rejects.toMatchObject({
      code: 'ApiUnreachable',
      hint: expect.stringContaining('slipway lock --env dev --verified'),
    });
  });

  it('takes evidence from the lock, where the environment before has written it, and asks no cluster', async () => {
    const { lock, deploy, promote, edit, text, kube, request, clients, save } = setUp();
    await lock();
    await expect(edit(dev, staging, { fromLock: true })).rejects.toMatchObject({ code: 'PromotionRefused', exitCode: 4 }); // prettier-ignore
    await deploy(dev, 'web', A);
    const report = save(await lockVerified({ ...request, environment: dev }, clients));
    expect(report.changes.map(({ release }) => release)).toEqual(['web']);
    expect(report.notVerified).toEqual([{ release: 'store', digest: A, reason: 'dev never ran it, as far as its records go back.' }]); // prettier-ignore
    const before = text(dev);
    expect(save(await lockVerified({ ...request, environment: dev }, clients))).toMatchObject({ changes: [], unchanged: ['web'] }); // prettier-ignore
    expect(text(dev)).toBe(before);

    kube.calls.length = 0;
    const promoted = await promote(dev, staging, { fromLock: true, select: ['web'] });
    expect([promoted.changes.map(({ release }) => release), kube.calls]).toEqual([['web'], []]);
    const parsed = await parseLock(text(staging), { environment: 'staging', path: 'x' });
    expect(() => requireEvidence('web', parsed, staging)).not.toThrow();
  });
});

describe('promotionMessage', () => {
  it('lists releases, digests, who verified them and the commits that come along', async () => {
    const evidence = [{ environment: 'staging', result: 'verified' as const, digest: B, by: 'Ann', at: '2026-03-01T12:00:00.000Z', record: 7 }]; // prettier-ignore
    const change = { release: 'web', repository: 'slipway/web', digest: B, formerDigest: A, commit: '2'.repeat(40), formerCommit: '1'.repeat(40), evidence }; // prettier-ignore
    const report = { schema: 'slipway.promotion/v1' as const, from: 'staging', to: 'prod', file: 'f', changes: [change, { ...change, release: 'api', formerDigest: undefined as never, formerCommit: undefined as never }], unchanged: [] }; // prettier-ignore
    expect(await promotionMessage(report, () => Promise.resolve(['2222222 feat: two', '1111112 fix: one'])))
      .toBe(`chore(prod): promote web and api from staging

web: ${A} -> ${B}
verified in staging by Ann at 2026-03-01T12:00:00.000Z, record 7
commits 111111111111..222222222222
- 2222222 feat: two
- 1111112 fix: one

api: new -> ${B}
verified in staging by Ann at 2026-03-01T12:00:00.000Z, record 7
built from ${'2'.repeat(40)}
`);
  });
});
