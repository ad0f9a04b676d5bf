import type { DeployEvent, DeployResult, Plan, StatusReport } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import type { Dependencies } from './dependencies.ts';
import { runCli } from './run-cli.ts';

jest.mock('./workspace/find-workspace-root.ts', () => ({ findWorkspaceRoot: () => '/workspace' }));
jest.mock('./workspace/read-plugin-options.ts', () => ({ readPluginOptions: () => ({}) }));

const facts = { isLibrary: false, after: [], isDefault: true, localDependencies: [] };
const catalog = {
  projects: [
    { name: 'api', root: 'apps/api' },
    { name: 'logging', root: 'libs/logging' },
  ],
  charts: [
    { dir: 'deploy/charts/api', project: { name: 'api', root: 'apps/api' }, facts },
    { dir: 'deploy/charts/ghost', facts },
  ],
  dockerRoots: [],
  environments: ['local'],
};
const result = (exitCode: 0 | 1): DeployResult => ({
  schema: 'slipway.result/v1',
  environment: 'local',
  exitCode,
  planHash: 'h',
  releases: [],
});
const plan = (action: 'none' | 'upgrade'): Plan => ({
  schema: 'slipway.plan/v1',
  environment: 'local',
  hash: 'h',
  releases: [
    {
      name: 'api',
      project: 'api',
      namespace: 'n',
      action,
      reasons: ['UpToDate'],
      changes: [],
      after: [],
      specHash: 's',
      baseRevision: 1,
    },
  ],
});

/** Runs the command line in this process, with nothing real behind it. */
async function run(args: string, overrides: Partial<Record<keyof Dependencies, unknown>> = {}, signal?: AbortSignal) {
  const out = { stdout: '', stderr: '' };
  const calls: Record<string, unknown[]> = {};
  const record = (name: string, value: unknown) => (calls[name] ??= []).push(value);
  const engine = {
    readEnvironment: async (options: { name: string }) => {
      record('readEnvironment', options);
      return { name: options.name, registry: 'r' };
    },
    planReleases: async () => plan('none'),
    releaseStatus: async (): Promise<StatusReport> => ({
      schema: 'slipway.status/v1',
      environment: 'local',
      releases: [],
    }),
    async *deployReleases(request: unknown, _clients: unknown, options: unknown): AsyncIterable<DeployEvent> {
      record('deploy', { request, options });
      yield { type: 'done', result: result(0) };
    },
    lastResult: async (events: AsyncIterable<DeployEvent>) => {
      let last: DeployResult | undefined;
      for await (const event of events) if (event.type === 'done') last = event.result;
      return last;
    },
    ...(overrides.engine as object | undefined),
  };
  const deps = {
    engine: async () => engine,
    catalog: async () => ({ listCatalogFiles: () => [], readCatalog: async () => catalog }),
    connect: async () => ({}),
    affectedProjects: async () => ['api', 'logging'],
    cluster: async () => ({
      clusterStatus: async () => ({ state: 'stopped', components: [], ingress: {} }),
      kubeconfigPath: () => '/state/kubeconfig',
    }),
    toolchain: async () => ({ TOOL_NAMES: ['helm', 'kubernetes'], toolOf: () => undefined }),
    ...Object.fromEntries(Object.entries(overrides).filter(([name]) => name !== 'engine')),
  } as unknown as Dependencies;
  const context: Parameters<typeof runCli>[1] = {
    streams: {
      stdout: { write: (text) => (out.stdout += text) },
      stderr: { write: (text) => (out.stderr += text) },
    },
    env: {},
    cwd: '/workspace',
    signal: signal ?? new AbortController().signal,
    deps,
  };
  const exitCode = await runCli(args === '' ? [] : args.split(' '), context);
  return { exitCode, calls, ...out };
}

describe('wrong use', () => {
  it.each([
    ['an unknown command', 'deply', '(Did you mean deploy?)'],
    ['an unknown subcommand', 'cluster stats', 'unknown command'],
    ['an unknown option', 'deploy --projekts api', '(Did you mean --projects?)'],
    ['an argument too many', 'status api', 'too many arguments'],
    ['a missing value', 'deploy --env', 'argument missing'],
    ['a wrong duration', 'deploy --patience soon', 'Expected a duration'],
    ['a wrong number', 'deploy --parallel 0', 'Expected a whole number'],
    ['two selections', 'deploy --all --affected', 'cannot be used with'],
    ['--base without --affected', 'deploy --base main', '--base needs --affected'],
    ['an unknown provider', 'cluster up --provider minikube', 'Allowed choices'],
    ['an unknown tool', 'toolchain exec -- hlem', ': helm, kubernetes'],
    ['undeploy of nothing in particular', 'undeploy', 'Give --projects a,b or --all'],
    ['rollback of nothing in particular', 'rollback', 'Give --projects a,b or --all'],
    ['a chart that no project owns', 'deploy --projects ghost', 'belongs to no project'],
    ['a saved plan beside a selection', 'deploy --plan p.json --all', 'cannot be used with'],
    ['a saved plan that is not there', 'deploy --plan nowhere.json', 'there is no such file'],
    ['no command', '', 'Usage: slipway'],
  ])('%s ends with 64 and says so', async (_title, args, message) => {
    const { exitCode, stderr, stdout } = await run(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('answers wrong use with one document, too', async () => {
    const { exitCode, stdout } = await run('deploy --wat --json');
    expect([exitCode, JSON.parse(stdout)]).toEqual([
      64,
      {
        schema: 'slipway.error/v1',
        exitCode: 64,
        code: 'WrongUse',
        message: "read the arguments: unknown option '--wat'.",
        hint: '--help shows what there is.',
      },
    ]);
  });

  it('passes on the exit code, message and hint of an error, and one document with --json', async () => {
    const error = new SlipwayError({
      code: 'UnknownEnvironment',
      message: 'no such.',
      hint: 'Try local.',
      exitCode: 64,
    });
    const engine = { readEnvironment: () => Promise.reject(error) };
    const { exitCode, stderr, stdout } = await run('plan --env loca --json', { engine });
    expect({ exitCode, stderr }).toEqual({ exitCode: 64, stderr: 'error: no such.\nTry local.\n' });
    expect(JSON.parse(stdout)).toEqual({
      schema: 'slipway.error/v1',
      exitCode: 64,
      code: 'UnknownEnvironment',
      message: 'no such.',
      hint: 'Try local.',
    });
  });
});

describe('help', () => {
  it.each(['--help', 'deploy --help', 'cluster --help', 'cluster up --help', 'toolchain exec --help', '--version'])(
    '%s goes to stdout and ends with 0',
    async (args) => {
      const { exitCode, stdout, stderr } = await run(args);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).not.toBe('');
    },
  );

  it('lists exactly the commands there are', async () => {
    const { stdout } = await run('--help');
    const commands = [...stdout.matchAll(/^ {2}([a-z]+)(?: \[\w+\])? {2,}/gm)].map(([, name]) => name);
    expect(commands).toEqual([
      'plan',
      'deploy',
      'undeploy',
      'status',
      'history',
      'logs',
      'diff',
      'rollback',
      'lock',
      'promote',
      'lint',
      'doctor',
      'cluster',
      'toolchain',
      'help',
    ]);
  });
});

describe('plan', () => {
  it.each([
    ['none', 0],
    ['upgrade', 2],
  ] as const)('ends, for %s, with %i', async (action, exitCode) => {
    const engine = { planReleases: async () => plan(action) };
    expect((await run('plan', { engine })).exitCode).toBe(exitCode);
  });

  it('prints one document with --json', async () => {
    expect(JSON.parse((await run('plan --json')).stdout)).toEqual(plan('none'));
  });
});

describe('plan that the cluster would refuse', () => {
  it('ends with 1', async () => {
    const [release] = plan('upgrade').releases;
    const refusals = [{ code: 'Forbidden', object: 'Deployment/api', message: 'm', logs: [], hint: 'h' }];
    const engine = { planReleases: async () => ({ ...plan('upgrade'), releases: [{ ...release, refusals }] }) };
    expect((await run('plan', { engine })).exitCode).toBe(1);
  });
});

describe('plan --out', () => {
  it('saves the document for its owner alone, and prints the plan', async () => {
    const written: unknown[] = [];
    const connect = async () => ({ files: { writeText: async (...all: unknown[]) => void written.push(all) } });
    const engine = { planToSave: async () => ({ schema: 'slipway.saved-plan/v1', plan: plan('upgrade') }) };
    const { exitCode, stdout } = await run('plan --out out/p.json --json', { engine, connect });
    expect([exitCode, JSON.parse(stdout)]).toEqual([2, plan('upgrade')]);
    expect(written).toEqual([['/workspace/out/p.json', expect.stringContaining('saved-plan'), { mode: 0o600 }]]);
  });
});

describe('deploy --plan', () => {
  const savedPlan = { schema: 'slipway.saved-plan/v1', plan: { ...plan('upgrade'), environment: 'dev' } };
  const engine = { parseSavedPlan: () => savedPlan };

  it('takes the environment from the plan and hands the plan on', async () => {
    const { calls, exitCode } = await run(`deploy --plan ${__filename}`, { engine });
    expect(exitCode).toBe(0);
    expect(calls['readEnvironment']).toMatchObject([{ name: 'dev' }]);
    expect(calls['deploy']).toMatchObject([{ options: { savedPlan } }]);
  });

  it('refuses another environment', async () => {
    const { stderr, exitCode } = await run(`deploy --plan ${__filename} --env local`, { engine });
    expect([exitCode, stderr]).toEqual([64, expect.stringContaining('the plan is for environment dev, not local')]);
  });
});

describe('diff', () => {
  const drift = [{ kind: 'Deployment', name: 'api', path: '/x', change: 'changed', desired: 1, live: 2 }];
  it.each([[[], 0], [drift, 2]])('with %j ends with %i', async (found, exitCode) => {
    const releases = [{ name: 'api', namespace: 'n', status: 'deployed', revision: 1, drift: found }];
    const engine = { diffReleases: async () => ({ schema: 'slipway.diff/v1', environment: 'local', releases }) };
    const { stdout, ...ended } = await run('diff --json', { engine });
    expect([ended.exitCode, (JSON.parse(stdout) as { releases: object[] }).releases]).toEqual([exitCode, releases]);
  }); // prettier-ignore
});

describe('deploy', () => {
  it('hands environment, selection and options on', async () => {
    const { calls, exitCode } = await run(
      'deploy --env dev --projects api --context c --registry r --parallel 2 --patience 1m30s',
    );
    expect(exitCode).toBe(0);
    expect(calls['readEnvironment']).toEqual([
      { workspaceRoot: '/workspace', name: 'dev', env: {}, context: 'c', registry: 'r' },
    ]);
    expect(calls['deploy']).toMatchObject([
      {
        request: {
          workspaceRoot: '/workspace',
          projects: [{ project: 'api', chartDir: 'deploy/charts/api' }],
          knownProjects: ['api', 'logging'],
          select: ['api'],
        },
        options: { parallel: 2, patienceMs: 90_000 },
      },
    ]);
  });

  it('takes everything when nothing is selected', async () => {
    const { calls } = await run('deploy');
    expect((calls['deploy']?.[0] as { request: object }).request).not.toHaveProperty('select');
  });

  it('takes the affected projects that can be released', async () => {
    const { calls } = await run('deploy --affected --base main');
    expect(calls['deploy']).toMatchObject([{ request: { select: ['api'] } }]);
  });

  it('does nothing when nothing is affected', async () => {
    const { calls, exitCode, stdout } = await run('deploy --affected', { affectedProjects: async () => ['logging'] });
    expect({ exitCode, stdout, calls: calls['deploy'] }).toEqual({
      exitCode: 0,
      stdout: 'Nothing is affected.\n',
      calls: undefined,
    });
  });

  it('ends with the exit code of the result', async () => {
    const engine = {
      async *deployReleases(): AsyncIterable<DeployEvent> {
        yield { type: 'done', result: result(1) };
      },
    };
    expect((await run('deploy', { engine })).exitCode).toBe(1);
  });

  it.each([130, 143] as const)('ends with %i when a signal stopped it', async (exitCode) => {
    const controller = new AbortController();
    controller.abort(new SlipwayError({ code: 'Stopped', message: 'stopped.', exitCode }));
    expect((await run('deploy', {}, controller.signal)).exitCode).toBe(exitCode);
  });
});

describe('status', () => {
  const report = (status: 'absent' | 'deployed', isReady: boolean): StatusReport => ({
    schema: 'slipway.status/v1',
    environment: 'local',
    releases: [
      {
        name: 'api',
        project: 'api',
        namespace: 'n',
        status,
        revision: 1,
        digests: [],
        ready: 0,
        wanted: 1,
        isReady,
        workloads: [],
      },
    ],
  });

  it.each([
    ['an absent release', report('absent', false), 0],
    ['a ready one', report('deployed', true), 0],
    ['one that is not ready', report('deployed', false), 1],
  ])('ends, for %s, as it should', async (_title, value, exitCode) => {
    expect((await run('status', { engine: { releaseStatus: async () => value } })).exitCode).toBe(exitCode);
  });
});

describe('cluster and toolchain', () => {
  it('status ends with 1 when the cluster does not run', async () => {
    expect((await run('cluster status')).exitCode).toBe(1);
  });

  it.each([
    ['cluster up --network-policy', true],
    ['cluster up --no-network-policy', false],
    ['cluster up', undefined],
  ])('%s asks for NetworkPolicies: %s', async (args, expected) => {
    let asked: object = {};
    const known = { state: 'running', provider: 'embedded', registry: 'r', networkPolicies: 'enforced' };
    const info = { ...known, ingress: { http: 'h', https: 's' }, components: [] };
    const clusterUp = async (options: object) => ((asked = options), info);
    const { stdout } = await run(args, { cluster: async () => ({ clusterUp }) });
    expect(Object.hasOwn(asked, 'networkPolicy')).toBe(expected !== undefined);
    expect(asked).toMatchObject(expected === undefined ? {} : { networkPolicy: expected });
    expect(stdout).toContain('policies    NetworkPolicies are enforced\n');
  });

  it('kubeconfig prints the path alone', async () => {
    expect((await run('cluster kubeconfig')).stdout).toBe('/state/kubeconfig\n');
  });

  it('exec hands the program its arguments, also those that look like ours, and its exit code back', async () => {
    let call: unknown[] = [];
    const tools = { path: (name: string) => `/tools/${name}`, env: { PATH: '/tools' } };
    const ensured: string[][] = [];
    const { exitCode } = await run('toolchain exec -- kubectl get pods --json --help', {
      toolchain: async () => ({
        toolOf: (name: string) => (name === 'kubectl' ? 'kubernetes' : undefined),
        ensureTools: async (names: string[]) => (ensured.push(names), tools),
      }),
      runOnTerminal: async (...args: unknown[]) => ((call = args), 7),
    });
    expect({ exitCode, ensured }).toEqual({ exitCode: 7, ensured: [['kubernetes']] });
    expect(call).toEqual([
      '/tools/kubectl',
      ['get', 'pods', '--json', '--help'],
      { env: { PATH: '/tools' }, cwd: '/workspace' },
    ]);
  });
});

describe('deploy to a protected environment', () => {
  it('hands on who approves what, and the command that would', async () => {
    const { calls } = await run('deploy --env prod --projects api --approve 0123456789ab --approved-by Bob --json');
    const [{ options }] = calls.deploy as [{ options: { approval: unknown } }];
    expect(options.approval).toEqual({
      hashes: ['0123456789ab'],
      by: 'Bob',
      howTo: 'Approve with: slipway deploy --env prod --projects api --json --approve HASH --approved-by NAME',
    });
  });
});
