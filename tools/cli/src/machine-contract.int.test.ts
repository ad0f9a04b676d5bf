import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { SlipwayError } from '@slipway/contracts';
import type { CliRun, CliWorkspace, RunOptions } from './__fixtures__/cli-workspace.ts';
import { createCliWorkspace } from './__fixtures__/cli-workspace.ts';
import { DOCUMENTS_OF_COMMANDS } from './reference/documents-of-commands.ts';
import { listCommands } from './run-cli.ts';

const schemasDir = join(import.meta.dirname, '..', '..', 'contracts', 'schemas');
const ajv = new Ajv2020({ strict: true });
const validators = Object.fromEntries(
  readdirSync(schemasDir).map((name) => [
    name.replace('.schema.json', ''),
    ajv.compile(JSON.parse(readFileSync(join(schemasDir, name), 'utf8')) as object),
  ]),
);

/** The one document on stdout, valid against the first of `schemas` that it names. */
function readDocument({ stdout }: CliRun, ...schemas: (string | undefined)[]): Record<string, unknown> {
  const document = JSON.parse(stdout) as Record<string, unknown>;
  const name = String(document['schema']).replace(/^slipway\.(.*)\/v\d+$/, '$1');
  const validate = validators[name];
  expect(schemas).toContain(name);
  expect([validate?.(document), validate?.errors]).toEqual([true, null]);
  return document;
}

const info = {
  schema: 'slipway.cluster/v1',
  provider: 'embedded', state: 'running', kubeconfig: '/k', context: 'c', registry: 'r', node: 'n',
  ingress: { http: 'http://x', https: 'https://x' }, networkPolicies: 'ignored', components: [],
}; // prettier-ignore
const lintReport = { schema: 'slipway.lint/v2', exitCode: 0, kubernetesVersions: [], charts: [], checks: [], findings: [], exclusions: [] }; // prettier-ignore
const working = {
  cluster: async () => ({
    clusterUp: async () => info,
    clusterStatus: async () => info,
    clusterDown: async () => info,
    kubeconfigPath: () => '/k',
  }),
  toolchain: async () => ({
    TOOL_NAMES: ['helm'],
    toolOf: () => 'helm',
    cacheFolder: () => '/tmp',
    listTools: async () => [{ name: 'helm', version: '4', kind: 'go', state: 'absent' }],
    findTools: async () => Promise.reject(new Error('absent')),
    ensureTools: async () => ({ path: () => '/helm', env: {} }),
  }),
  lint: async () => ({ lintWorkspace: async () => lintReport, toSarifText: () => '{}' }),
};
/** Arguments with which a command has something to do; those of NEEDED are shown working by tests of their own. */
const WORKING: Record<string, string[]> = {
  plan: [], deploy: [], undeploy: ['--all'], rollback: ['--all'], status: [], diff: [], lint: [], explain: [], doctor: [],
  'cluster up': [], 'cluster status': [], 'cluster down': [], 'toolchain list': [],
}; // prettier-ignore
/** Arguments that others cannot do without; tests of their own show them working. */
const NEEDED: Record<string, string[]> = {
  lock: ['--env', 'local'],
  promote: ['--from', 'local', '--to', 'local'],
  'port-forward': ['web'],
};
const fault = new SlipwayError({ code: 'Broken', message: 'do it: it is broken.', hint: 'Mend it.', exitCode: 1 });
const broken = Object.fromEntries(
  ['engine', 'cluster', 'toolchain', 'lint', 'catalog', 'connect', 'affectedProjects', 'runOnTerminal'].map((name) => [
    name,
    () => Promise.reject(fault),
  ]),
);
const stopped = (exitCode: 130 | 143) => AbortSignal.abort(new SlipwayError({ code: 'Stopped', message: 'stopped.', exitCode })); // prettier-ignore

let workspace: CliWorkspace;
beforeEach(() => (workspace = createCliWorkspace()));
afterEach(() => workspace.remove());
const run = (command: string, args: string[], options?: RunOptions) =>
  workspace.run([...command.split(' '), ...args], { ...options, deps: { ...working, ...options?.deps } });

const commands = listCommands();
const withDocument = DOCUMENTS_OF_COMMANDS.filter(({ command, schema }) => schema && commands.includes(command));

describe('the list of documents', () => {
  it('has every command there is', () => {
    const known = DOCUMENTS_OF_COMMANDS.map(({ command }) => command);
    expect(commands.filter((command) => !known.includes(command))).toEqual([]);
    expect(new Set(known).size).toBe(known.length);
  });

  it('names schemas that there are', () => {
    expect(withDocument.filter(({ schema = '' }) => !validators[schema])).toEqual([]);
  });
});

describe.each(withDocument.map(({ command, schema }) => [command, schema] as const))('%s --json', (command, schema) => {
  const args = [...(WORKING[command] ?? NEEDED[command] ?? []), '--json'];

  it('prints one valid document when it works', async () => {
    if (!WORKING[command]) return;
    if (command !== 'plan') await run('deploy', []);
    const done = await run(command, args);
    const document = readDocument(done, schema);
    if ('exitCode' in document) expect(document['exitCode']).toBe(done.exitCode);
  });

  it('prints one valid document when it fails', async () => {
    const done = await run(command, args, { deps: broken });
    const document = readDocument(done, schema, 'error');
    if (document['schema'] === 'slipway.error/v1') {
      expect([document['exitCode'], document['message'] !== '', done.stderr]).toEqual([done.exitCode, true, expect.stringContaining('error: ')]); // prettier-ignore
    }
  });

  it('prints one valid document for wrong use', async () => {
    const done = await run(command, ['--json', '--no-such-option']);
    expect([done.exitCode, readDocument(done, 'error')]).toMatchObject([64, { code: 'WrongUse', exitCode: 64 }]);
  });

  it.each([130, 143] as const)('prints one valid document when a signal stops it with %i', async (exitCode) => {
    const done = await run(command, args, { deps: broken, signal: stopped(exitCode) });
    readDocument(done, schema, 'error');
    expect(done.exitCode).toBe(exitCode);
  });
});

describe('every command', () => {
  it.each(commands)('%s --help goes to stdout and ends with 0', async (command) => {
    const { exitCode, stdout, stderr } = await run(command, ['--help']);
    expect([exitCode, stdout.includes('Usage: slipway'), stderr]).toEqual([0, true, '']);
  });

  it.each([
    ['an unknown command', ['nope', '--json']],
    ['no command', ['--json']],
    ['an unknown subcommand', ['cluster', 'nope', '--json']],
    ['a subcommand that is left out', ['toolchain', '--json']],
    ['an option where a command is', ['--json', 'plan']],
  ])('answers %s with one document', async (_title, args) => {
    const done = await workspace.run(args);
    expect([done.exitCode, readDocument(done, 'error')]).toMatchObject([64, { code: 'WrongUse' }]);
  });
});

describe('exit codes', () => {
  const throwing = (exitCode: 3 | 4 | 5) => ({ deps: { connect: () => Promise.reject(new SlipwayError({ code: 'X', message: 'x.', exitCode })) } }); // prettier-ignore

  it.each<[number, string, () => Promise<CliRun>]>([
    [0, 'nothing to do', async () => (await run('deploy', []), run('deploy', []))],
    [0, 'no changes', async () => (await run('deploy', []), run('plan', []))],
    [1, 'a release that failed', () => (workspace.breakIt(true), run('deploy', []))],
    [1, 'no cluster', () => run('plan', [], { deps: { connect: () => Promise.reject(fault) } })],
    [2, 'changes', () => run('plan', [])],
    [3, 'a plan that is refused', () => run('deploy', [], throwing(3))],
    [4, 'a policy', () => run('deploy', [], throwing(4))],
    [5, 'another deployer', () => run('deploy', [], throwing(5))],
    [64, 'an unknown environment', () => run('plan', ['--env', 'nowhere'])],
    [64, 'an unknown project', () => run('plan', ['--projects', 'wbe'])],
    [64, 'an environment file with faults', () => (workspace.write('deploy/environments/local/environment.yaml', '{'), run('plan', []))], // prettier-ignore
    [130, 'SIGINT', () => run('deploy', [], { signal: stopped(130) })],
    [143, 'SIGTERM', () => run('deploy', [], { signal: stopped(143) })],
  ])('%i for %s', async (exitCode, _title, ending) => {
    expect((await ending()).exitCode).toBe(exitCode);
  });
});

describe('hostile input', () => {
  it.each([
    ['a name that looks like an option', ['plan', '--projects', '--kubeconfig=/etc/passwd'], 'there is no project "--kubeconfig=/etc/passwd"'], // prettier-ignore
    ['a path as a project', ['plan', '--projects', '../../etc/passwd'], 'there is no project "../../etc/passwd"'],
    ['a path as an environment', ['plan', '--env', '../../../etc'], 'there is no such environment'],
    [
      'an environment with an escape sequence',
      ['plan', '--env', '\u001b[2J\u001b]0;x\u0007prod'],
      'read environment "prod"',
    ],
    ['a project of several lines', ['plan', '--projects', 'web\n::error::x'], 'there is no project'],
    ['a mistyped project', ['plan', '--projects', 'wbe'], 'Did you mean "web"?'],
    ['a mistyped environment', ['plan', '--env', 'locla'], 'Did you mean "local"?'],
    ['no names', ['plan', '--projects', ','], 'Expected names between commas'],
    ['an option in the name of an environment', ['plan', '--env=--help'], 'there is no such environment'],
    ['a NUL', ['plan', '--env', 'a\u0000b'], 'there is no such environment'],
  ])('%s ends with 64 and a clear error', async (_title, args, message) => {
    const text = await workspace.run(args, { env: { GITHUB_ACTIONS: 'true' } });
    expect([text.exitCode, text.stdout, workspace.helm.calls]).toEqual([64, '', []]);
    expect(text.stderr).toContain(message);

    expect(text.stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f]|^\s*::/m);
    expect(readDocument(await workspace.run([...args, '--json']), 'error')).toMatchObject({ exitCode: 64 });
  });

  it('says an argument of a megabyte not in whole', async () => {
    for (const args of [
      ['plan', '--env', 'x'.repeat(1e6)],
      ['plan', 'x'.repeat(1e6)],
      [`--${'x'.repeat(1e6)}`],
      ['plan', '--projects', 'x'.repeat(1e6)],
    ]) {
      // prettier-ignore
      const { exitCode, stderr, stdout } = await workspace.run([...args, '--json']);
      expect([exitCode, stderr.length < 10_000, stdout.length < 10_000]).toEqual([64, true, true]);
    }
  });
});
