import type { ExecutorContext } from '@nx/devkit';
import { setUp } from '@slipway/engine/src/pipeline/__fixtures__/deploy-workspace.ts';
import type { BatchTaskResult } from '../batch/run-batch.ts';
import { beginReleaseSet } from './run-release-set.ts';
import type { ReleaseSet } from './to-release-set.ts';

const projects = ['store', 'web'].map((project) => ({
  project,
  chart: undefined,
  helmInstall: `${project}:helm-install`,
  deploy: `${project}:deploy`,
}));
const both: ReleaseSet = {
  options: {},
  configuration: 'local',
  isVerified: true,
  projects,
  order: [{ project: 'web', after: 'store' }],
};

/** A batch over the engine's test workspace: `web` comes after `store`. */
function aBatch() {
  const workspace = setUp();
  const { clients, request, files } = workspace;
  const controller = new AbortController();
  let connections = 0;
  const begin = (set = both) =>
    beginReleaseSet(set, {
      context: {} as ExecutorContext,
      signal: controller.signal,
      open: () => {
        connections += 1;
        return Promise.resolve({ request, clients, options: { signal: controller.signal } });
      },
    });
  const run = async (set?: ReleaseSet) => {
    const results: BatchTaskResult[] = [];
    for await (const result of (await begin(set)) ?? []) results.push(result);
    return results;
  };
  const note = (project: string) => JSON.parse(files.files[`/w/dist/deploys/local/${project}.json`] ?? 'null');
  return { ...workspace, controller, begin, run, note, connections: () => connections };
}

const states = (results: BatchTaskResult[]) => results.map(({ task, result }) => `${task} ${result.status}`);
const outputOf = (results: BatchTaskResult[], id: string) =>
  results.find(({ task }) => task === id)?.result.terminalOutput;

describe('beginReleaseSet', () => {
  it('deploys in order, tells each project by itself, leaves notes; then looks once and writes nothing', async () => {
    const { run, note, kube, helm, connections } = aBatch();
    const results = await run();
    expect(states(results)).toEqual([
      'store:helm-install success',
      'store:deploy success',
      'web:helm-install success',
      'web:deploy success',
    ]);
    expect(outputOf(results, 'web:helm-install')).toContain('✓ web: install');
    expect(outputOf(results, 'web:deploy')).toMatch(/✓ web: verify[^]*web +deployed +revision 1/);
    expect(results.map(({ result }) => result.terminalOutput).join('')).not.toMatch(/web[^]*store/);
    expect([note('store').verdict.status, note('web').verdict.needsVerification]).toEqual(['deployed', false]);

    kube.calls.length = 0;
    helm.calls.length = 0;
    const again = await run();
    expect(states(again)).toEqual(states(results));
    expect(outputOf(again, 'web:deploy')).toMatch(/^web +unchanged +revision 1 /);
    expect([kube.calls, helm.calls, connections()]).toEqual([['list secrets', 'list deployments'], [], 2]);
  });

  it('lets one fail and go back, with its cause, and skips only what comes after it', async () => {
    const { run, render, broken, note } = aBatch();
    await run();
    render('store', 'store:2');
    broken.add('store');
    const results = await run();
    expect(states(results).sort()).toEqual([
      'store:deploy skipped',
      'store:helm-install failure',
      'web:deploy skipped',
      'web:helm-install skipped',
    ]);
    expect(outputOf(results, 'store:helm-install')).toContain('CrashAtStart');
    expect(outputOf(results, 'web:helm-install')).toContain('store comes first and failed');
    expect(note('store').verdict.status).toBe('rolled-back');
  });

  it('takes no other project back', async () => {
    const { run, render, broken } = aBatch();
    await run();
    render('web', 'web:2');
    render('store', 'store:2');
    broken.add('web');
    expect(states(await run()).sort()).toEqual([
      'store:deploy success',
      'store:helm-install success',
      'web:deploy skipped',
      'web:helm-install failure',
    ]);
  });

  it('fails the second step where the tests fail', async () => {
    const { run, render, helm } = aBatch();
    await run();
    render('web', 'web:2');
    helm.testsPass = false;
    const results = await run();
    expect(states(results).slice(-2)).toEqual(['web:helm-install success', 'web:deploy failure']);
    expect(outputOf(results, 'web:deploy')).toContain('TestFailed');
  });

  it('leaves the tests to a later step where they are not in the batch', async () => {
    const { run, note, helm } = aBatch();
    const installs = projects.map((project) => ({ ...project, deploy: undefined }));
    expect(states(await run({ ...both, isVerified: false, projects: installs }))).toEqual([
      'store:helm-install success',
      'web:helm-install success',
    ]);
    expect([note('web').verdict.needsVerification, helm.calls.includes('test web')]).toEqual([true, false]);
  });

  it('leaves it to each task where the set cannot be planned, or the tasks want an order of their own', async () => {
    const { begin, helm, files } = aBatch();
    expect(await begin({ ...both, order: [{ project: 'store', after: 'web' }] })).toBeUndefined();
    files.files['/w/charts/web/Chart.yaml'] = 'name: [\n';
    expect(await begin()).toBeUndefined();
    expect(helm.calls.filter((call) => !call.startsWith('template'))).toEqual([]);
  });

  it('ends every task when it is stopped, and starts nothing more', async () => {
    const { run, controller, helm, kube } = aBatch();
    const onChange = helm.onChange;
    helm.onChange = (...change) => {
      onChange?.(...change);
      controller.abort(new Error('stopped by SIGINT.'));
    };
    const results = await run();
    expect(states(results).sort()).toEqual([
      'store:deploy skipped',
      'store:helm-install failure',
      'web:deploy skipped',
      'web:helm-install failure',
    ]);
    expect([helm.calls.includes('upgrade web'), kube.all('Lease')]).toEqual([false, []]);
  });
});
