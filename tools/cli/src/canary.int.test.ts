import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { anEvent } from '@slipway/testing';
import type { CliRun, CliWorkspace } from './__fixtures__/cli-workspace.ts';
import { createCliWorkspace } from './__fixtures__/cli-workspace.ts';

/** One value for each place where secrets stand; whatever shows `k4n4ry` shows one of them. */
const CANARY = /k4n4ry/i;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const MANIFESTS = `---
apiVersion: v1
kind: Secret
metadata: {name: web}
data: {key: ${base64('k4n4ry-data')}}
stringData: {key2: "k4n4ry-string"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web, annotations: {example.com/deploy-token: k4n4ry-annotation}}
data: {apiKey: k4n4ry-entry, url: "postgres://user:k4n4ry-url@db/x"}
`;
const LOG = [
  'key k4n4ry-data',
  'key2=k4n4ry-string',
  `in base64 ${base64('k4n4ry-data')}`,
  'own k4n4ry-foreign',
  'variable k4n4ry-variable',
  'entry k4n4ry-entry',
  'split k4n4\u001b[0mry-data',
  '{"password":"k4n4ry-typed"}',
  'Authorization: Bearer k4n4ry-bearer',
];

let workspace: CliWorkspace;
beforeEach(() => {
  workspace = createCliWorkspace();
  workspace.render(MANIFESTS);
  workspace.write('charts/web/values.yaml', 'image: web:1\n');
  workspace.write('deploy/environments/local/web.yaml', 'password: k4n4ry-values\n');
  workspace.kube.put({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'foreign', namespace: 'shop' }, data: { key: base64('k4n4ry-foreign') } }); // prettier-ignore
  workspace.kube.podLogs['web-2-x/app'] = LOG;
});
afterEach(() => workspace.remove());

/** A release that fails: its pods read a Secret of somebody else's and log all they know. */
function breakRelease(image = 'web:2'): void {
  workspace.render(MANIFESTS.replaceAll('web}', 'web2}'), image);
  workspace.write('charts/web/values.yaml', `image: ${image}\n`);
  workspace.breakIt(true);
  const onChange = workspace.helm.onChange;
  workspace.helm.onChange = async (...args) => {
    await onChange(...args);
    const pod = workspace.kube.all('Pod').find(({ metadata }) => metadata.name === 'web-2-x');
    if (!pod) return;
    const env = [{ name: 'DB_PASSWORD', value: 'k4n4ry-variable' }];
    const envFrom = [
      { secretRef: { name: 'foreign' } },
      { secretRef: { name: 'web' } },
      { configMapRef: { name: 'web' } },
    ];
    workspace.kube.put({ ...pod, spec: { ...(pod.spec as object), containers: [{ name: 'app', env, envFrom }] } });
    // What Helm would have made.
    const data = { key: base64('k4n4ry-data'), key2: base64('k4n4ry-string') };
    workspace.kube.put({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'web', namespace: 'shop' }, data });
    workspace.kube.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web', namespace: 'shop' }, data: { apiKey: 'k4n4ry-entry' } }); // prettier-ignore
    workspace.kube.put(anEvent('Pod/web-2-x', 'Failed', 'Error: password=k4n4ry-event'));
  };
}

const outputs = ['--events', 'out/events', '--junit', 'out/junit.xml', '--summary', 'out/summary.md'];
const noisy = { env: { GITHUB_ACTIONS: 'true', DEBUG: '*', SLIPWAY_DEBUG: '1' } };

/** Everything that a command leaves: what it printed, files of the workspace but its sources, records in the cluster. */
function leftBehind({ stdout, stderr }: CliRun): Record<string, string> {
  const files = ['out', 'dist', '.slipway'].flatMap((dir) => {
    const path = join(workspace.root, dir);
    if (!existsSync(path)) return [];
    return readdirSync(path, { recursive: true, encoding: 'utf8' })
      .map((name) => join(path, name))
      .filter((name) => statSync(name).isFile());
  });
  const records = workspace.kube
    .all('Secret')
    .filter(({ type }) => type === 'slipway.dev/record')
    .map(({ metadata, data }) => [
      metadata.name,
      Object.values(data as Record<string, string>).map((text) => decoded(text)).join('\n'), // prettier-ignore
    ]);
  return {
    stdout,
    stderr,
    ...Object.fromEntries(files.map((name) => [name.slice(workspace.root.length), readFileSync(name, 'utf8')])),
    ...(Object.fromEntries(records) as Record<string, string>),
  };
}

function decoded(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  return `${bytes.toString('utf8')}\n${Buffer.from(bytes.toString('utf8'), 'base64').toString('utf8')}`;
}

function expectNoCanary(run: CliRun): void {
  const leaks = Object.entries(leftBehind(run)).flatMap(([place, text]) => {
    const found = CANARY.exec(text) ?? /azRuNHJ5/.exec(text);
    return found ? [`${place}: …${text.slice(Math.max(0, found.index - 60), found.index + 40)}…`] : [];
  });
  expect(leaks).toEqual([]);
}

describe.each([
  ['as text', []],
  ['as JSON', ['--json']],
])('no command prints a secret %s', (_title, json) => {
  const run = (...args: string[]) => workspace.run([...args, ...json], noisy);

  it('planning, deploying, showing and removing', async () => {
    for (const args of [['plan'], ['deploy', ...outputs], ['status'], ['deploy'], ['undeploy', '--all', ...outputs]]) {
      const done = await run(...args);
      expect([0, 2]).toContain(done.exitCode);
      expectNoCanary(done);
    }
  });

  it('when a release fails and its pods log all they know', async () => {
    await run('deploy');
    breakRelease();
    const planned = await run('plan');
    expectNoCanary(planned);
    const failed = await run('deploy', ...outputs);
    expect([failed.exitCode, failed.stdout]).toEqual([1, expect.stringContaining('CrashAtStart')]);
    expectNoCanary(failed);
    expect(readFileSync(join(workspace.root, 'out/summary.md'), 'utf8')).toContain('variable (secret)');
  });

  it('showing a release that fails', async () => {
    await run('deploy');
    breakRelease();
    workspace.helm.rollback = () => Promise.reject(new Error('no way back: password=k4n4ry-rollback'));
    expectNoCanary(await run('deploy', ...outputs));
    const shown = await run('status');
    expect(shown.exitCode).toBe(1);
    expectNoCanary(shown);
  });

  it('when Helm says what it was given', async () => {
    const message =
      'install release web: Secret "web" is invalid: data[key]: Invalid value: "k4n4ry-string", token: k4n4ry-token.';
    workspace.helm.upgrade = () => Promise.reject(new SlipwayError({ code: 'ManifestRefused', message }));
    const failed = await run('deploy', ...outputs);
    expect(failed.exitCode).toBe(1);
    expectNoCanary(failed);
  });

  it('when a check fails with an answer that has one', async () => {
    const text = readFileSync(join(workspace.root, 'deploy/environments/local/environment.yaml'), 'utf8');
    const check = '{url: "http://me:k4n4ry-url@x.test/?token=k4n4ry-query", keepTryingMs: 0}';
    workspace.write('deploy/environments/local/environment.yaml', `${text}verification: {web: [${check}]}\n`);
    const failed = await run('deploy', ...outputs);
    expect([failed.exitCode, failed.stdout]).toEqual([1, expect.stringContaining('VerificationFailed')]);
    expectNoCanary(failed);
  });
});
