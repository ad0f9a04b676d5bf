import { deployReleases } from './deploy-releases.ts';
import { writeDeployNotes } from './deploy-notes.ts';
import { records, setUp, summary } from './__fixtures__/deploy-workspace.ts';
import { planReleases } from './plan-releases.ts';
import { undeployReleases } from './undeploy-releases.ts';
import { verifyReleases } from './verify-releases.ts';

describe('deployReleases', () => {
  it('installs in order, verifies, records; then does nothing, with three reads and no write', async () => {
    const { kube, helm, clients, request, run, events } = setUp();
    const first = await run(deployReleases(request, clients));
    expect([first.exitCode, summary(first)]).toEqual([0, ['store deployed 1', 'web deployed 1']]);
    expect(helm.calls.filter((call) => !call.startsWith('template'))).toEqual(['upgrade store', 'test store', 'upgrade web', 'test web']); // prettier-ignore
    expect([events[0]?.type, events.at(-1)?.type, records(kube), kube.all('Lease')]).toEqual(['plan', 'done', 2, []]);

    kube.calls.length = 0;
    helm.calls.length = 0;
    const second = await run(deployReleases(request, clients));
    expect([second.exitCode, summary(second)]).toEqual([0, ['store unchanged 1', 'web unchanged 1']]);
    expect([kube.calls, helm.calls]).toEqual([['list secrets', 'list deployments'], []]);
  });

  it('tells of each release as it comes to its end, of those not begun as well', async () => {
    const { clients, request, run, broken } = setUp();
    broken.add('store');
    const told: string[] = [];
    const result = await run(
      deployReleases(request, clients, { onEnd: ({ name, status }) => void told.push(`${name} ${status}`) }),
    );
    expect(told.sort()).toEqual(['store rolled-back', 'web skipped']);
    expect(result.releases).toHaveLength(2);
  });

  it('upgrades only what changed', async () => {
    const { clients, request, run, render } = setUp();
    await run(deployReleases(request, clients));
    render('web', 'web:2');
    expect(summary(await run(deployReleases(request, clients)))).toEqual(['store unchanged 1', 'web deployed 2']);
  });

  it('goes back when an upgrade fails, with pod, cause and log; dependents are not started', async () => {
    const { kube, helm, clients, request, run, render, broken, served } = setUp();
    await run(deployReleases(request, clients));
    render('store', 'store:2');
    render('web', 'web:2');
    broken.add('store');
    const result = await run(deployReleases(request, clients));
    expect([result.exitCode, summary(result)]).toEqual([1, ['store rolled-back 3', 'web skipped 1']]);
    expect(result.releases[0]?.cause).toMatchObject({
      code: 'CrashAtStart',
      object: 'Pod/store-2-x',
      container: 'app',
      logs: ['starting', 'password=(secret)'],
    });
    expect(result.releases[1]?.cause?.code).toBe('DependencyFailed');
    expect([served.store, helm.calls.includes('rollback store 1'), records(kube)]).toEqual(['store:1', true, 3]);
  });

  it('uninstalls a first install that fails', async () => {
    const { kube, clients, request, run, broken } = setUp();
    broken.add('store');
    const result = await run(deployReleases({ ...request, select: ['store'] }, clients));
    expect([summary(result), kube.all('Deployment')]).toEqual([['store rolled-back 0'], []]);
  });

  it('goes back when the tests fail', async () => {
    const { helm, clients, request, run, render } = setUp();
    await run(deployReleases(request, clients));
    render('web', 'web:2');
    helm.testsPass = false;
    const result = await run(deployReleases(request, clients));
    expect(summary(result)).toEqual(['store unchanged 1', 'web rolled-back 3']);
    expect(result.releases[1]?.cause).toMatchObject({ code: 'TestFailed', logs: ['POD LOGS: web-test', 'no answer'] });
  });

  it('recovers a release left pending by a killed run', async () => {
    const { kube, clients, request, run, render } = setUp();
    await run(deployReleases(request, clients));
    render('web', 'web:2');
    const { aRevisionSecret } = await import('@slipway/testing');
    kube.put(aRevisionSecret('web', 2, 'pending-upgrade', { 'slipway.dev/chart': 'web' }));
    expect(summary(await run(deployReleases(request, clients)))).toEqual(['store unchanged 1', 'web recovered 3']);
  });

  it('writes nothing while it plans', async () => {
    const { kube, clients, request } = setUp();
    const { releases } = await planReleases(request, clients);
    expect(releases.map(({ name, action }) => [name, action])).toEqual([['store', 'install'], ['web', 'install']]); // prettier-ignore
    expect(kube.calls.filter((call) => !/^(get|list|discover) /.test(call))).toEqual([]);
  });

  it('ends with a result when it is stopped', async () => {
    const { clients, request, run, kube } = setUp();
    const stop = new AbortController();
    clients.helm.upgrade = () => {
      stop.abort(new Error('SIGINT'));
      return Promise.reject(new Error('killed'));
    };
    const result = await run(deployReleases(request, clients, { signal: stop.signal }));
    expect([result.exitCode, result.releases.map(({ cause }) => cause?.code), kube.all('Lease')]).toEqual([130, ['Stopped', 'Stopped'], []]); // prettier-ignore
  });
});

describe('verifyReleases', () => {
  const halves = async (testsPass: boolean, between: (all: ReturnType<typeof setUp>) => unknown = () => undefined) => {
    const all = setUp();
    const { clients, request, run, events, render, helm } = all;
    await run(deployReleases(request, clients));
    render('web', 'web:2');
    events.length = 0;
    const result = await run(deployReleases(request, clients, { verify: false }));
    const [first] = events;
    if (first?.type !== 'plan') throw new Error('no plan');
    await writeDeployNotes('/w', first.plan, result, { files: clients.files, at: 0 });
    helm.testsPass = testsPass;
    await between(all);
    helm.calls.length = 0;
    all.kube.calls.length = 0;
    return { ...all, end: await run(verifyReleases(request, clients)) };
  };

  it('runs the tests of what is new alone, and records', async () => {
    const { end, helm, kube } = await halves(true);
    expect([end.exitCode, summary(end), helm.calls]).toEqual([
      0,
      ['store unchanged 1', 'web deployed 2'],
      ['test web'],
    ]);
    expect(records(kube)).toBe(3);
  });

  it('records the image that is rendered, whatever the note says', async () => {
    const { end } = await halves(true, ({ files }) => {
      const path = '/w/dist/deploys/local/web.json';
      const note = JSON.parse(files.files[path] ?? '') as { verdict: object };
      files.files[path] = JSON.stringify({ ...note, verdict: { ...note.verdict, image: { repository: 'web', digest: 'sha256:forged' } } }); // prettier-ignore
    });
    expect([end.releases[1]?.status, end.releases[1]?.image]).toEqual(['deployed', undefined]);
  });

  it('verifies nothing where another deployer was at work since', async () => {
    await expect(
      halves(true, async ({ render, run, request, clients }) => {
        render('web', 'web:3');
        await run(deployReleases(request, clients));
      }),
    ).rejects.toMatchObject({ code: 'PlanStale', exitCode: 3 });
  });

  it('goes back when they fail', async () => {
    const { end, served } = await halves(false);
    expect([end.exitCode, summary(end), served.web]).toEqual([1, ['store unchanged 1', 'web rolled-back 3'], 'web:1']);
  });
});

describe('undeployReleases', () => {
  it('removes last first, then finds nothing to do', async () => {
    const { helm, clients, request, run } = setUp();
    await run(deployReleases(request, clients));
    helm.calls.length = 0;
    expect(summary(await run(undeployReleases(request, clients)))).toEqual([
      'web uninstalled 0',
      'store uninstalled 0',
    ]);
    expect(helm.calls).toEqual(['uninstall web', 'uninstall store']);
    expect(summary(await run(undeployReleases(request, clients)))).toEqual(['web unchanged 0', 'store unchanged 0']);
  });
});

describe('checks of the environment', () => {
  const withChecks = (request: ReturnType<typeof setUp>['request']) => ({
    ...request,
    select: ['store'],
    environment: { ...request.environment, verification: { store: [{ path: '/readyz', via: 'service' as const }] } },
  });

  it('let a release that answers pass, and ask nothing where nothing changed', async () => {
    const { kube, clients, request, run } = setUp();
    kube.services['store:http/readyz'] = [{ status: 200 }];
    expect(summary(await run(deployReleases(withChecks(request), clients)))).toEqual(['store deployed 1']);
    kube.calls.length = 0;
    await run(deployReleases(withChecks(request), clients));
    expect(kube.calls).toEqual(['list secrets', 'list deployments']);
  });

  it('take a release that does not answer back', async () => {
    const { kube, clients, request, run, render, served } = setUp();
    kube.services['store:http/readyz'] = [{ status: 200 }];
    await run(deployReleases(withChecks(request), clients));
    kube.services['store:http/readyz'] = [{ status: 500, body: 'no database' }];
    render('store', 'store:2');
    const result = await run(deployReleases(withChecks(request), clients));
    expect([summary(result), served.store]).toEqual([['store rolled-back 3'], 'store:1']);
    expect(result.releases[0]?.cause).toMatchObject({
      code: 'VerificationFailed',
      object: 'Check/GET /readyz',
      message: expect.stringContaining('expected status 200, seen status 500 in 1 ms: no database') as string,
    });
  });
});

describe('an environment that asks for approvals', () => {
  it('is changed by an approved plan alone, and nothing is written before', async () => {
    const { kube, helm, clients, request, run, render } = setUp();
    const prod = { ...request, environment: { ...request.environment, name: 'prod', protection: { approval: 'required' as const } } }; // prettier-ignore
    const attempt = (approval?: { hashes: string[]; by: string }) => run(deployReleases(prod, clients, approval ? { approval } : {})); // prettier-ignore
    const writes = () => kube.calls.filter((call) => !/^(get|list)/.test(call));
    const refusal = (await attempt().catch((error: unknown) => error)) as { code: string; exitCode: number; details: { planHash: string } }; // prettier-ignore
    expect([refusal.code, refusal.exitCode, writes(), helm.calls.filter((call) => !call.startsWith('template'))]).toEqual(['ApprovalRequired', 4, [], []]); // prettier-ignore

    const approval = { hashes: [refusal.details.planHash], by: 'Bob' };
    const result = await attempt(approval);
    expect([result.exitCode, result.approval]).toEqual([0, { by: 'Bob', planHash: refusal.details.planHash }]);
    const [secret] = kube.all('Secret').filter(({ type }) => type === 'slipway.dev/record');
    const record = JSON.parse(Buffer.from((secret?.data as { record: string }).record, 'base64').toString()) as object;
    expect(record).toMatchObject({ approval: { by: 'Bob', planHash: result.planHash } });

    expect((await attempt()).exitCode).toBe(0); // Nothing to do needs no approval.
    render('web', 'web:2');
    await expect(attempt(approval)).rejects.toMatchObject({ code: 'ApprovalStale', exitCode: 4 });
    await expect(run(undeployReleases(prod, clients))).rejects.toMatchObject({ code: 'ApprovalRequired', exitCode: 4 });
    await expect(run(undeployReleases(prod, clients, { approval }))).rejects.toMatchObject({ code: 'ApprovalStale' });
  });
});
