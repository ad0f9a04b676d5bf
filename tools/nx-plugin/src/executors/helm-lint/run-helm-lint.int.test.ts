import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LintReport } from '@slipway/contracts';
import type { SarifLog } from '@slipway/engine';
import { runHelmLint } from './run-helm-lint.ts';

jest.setTimeout(600_000); // Builds helm and kubeconform where they are not there yet.

const CONFIG_MAP = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
data:
  digest: {{ .Values.image.digest | quote }}
`;

describe('runHelmLint', () => {
  let workspaceRoot: string;
  beforeEach(() => {
    workspaceRoot = mkdtempSync(join(tmpdir(), 'slipway-lint-'));
  });
  afterEach(() => rmSync(workspaceRoot, { recursive: true, force: true }));

  const write = (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) {
      const path = join(workspaceRoot, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  };
  const environment = (name: string) => ({
    [`deploy/environments/${name}/environment.yaml`]: `context: x\nnamespace: shop\nregistry: registry.test\ningress: { domain: test }\n`,
  });
  const chart = (files: Record<string, string> = {}) => ({
    'charts/api/Chart.yaml': 'apiVersion: v2\nname: api\nversion: 0.1.0\n',
    'charts/api/values.yaml': 'image: { repository: api, digest: "" }\n',
    'charts/api/templates/config.yaml': CONFIG_MAP,
    ...files,
  });
  const run = async (options: object = {}, configuration?: string) => {
    const printed: string[] = [];
    const passed = await runHelmLint(
      { workspaceRoot, project: 'api', configuration, options: { chart: 'charts/api', ...options } },
      { env: process.env, signal: new AbortController().signal, print: (text) => printed.push(text) },
    );
    return { passed, text: printed.join('') };
  };

  const report = () => JSON.parse(readFileSync(join(workspaceRoot, 'dist/lint/api.json'), 'utf8')) as LintReport;

  it('passes a sound chart in every environment and with its defaults, and names what no policy asks for', async () => {
    write({ ...chart(), ...environment('dev'), ...environment('prod') });
    const { passed, text } = await run();
    expect(text).toMatch(/\nnot asked for: kube-score, kube-linter, .*refusals, upgrade, reachability\n/);
    expect(text).toMatch(/\napi: nothing wrong \(3 renders, 3 objects, Kubernetes \d+\.\d+\.\d+\)\n$/);
    expect(passed).toBe(true);
    expect(report()).toMatchObject({
      schema: 'slipway.lint/v2',
      exitCode: 0,
      charts: [
        {
          project: 'api',
          chart: 'charts/api',
          renders: [{ name: 'dev' }, { name: 'prod' }, { name: 'defaults', valuesFiles: ['charts/api/values.yaml'] }],
          objects: 3,
        },
      ],
      findings: [],
    });
  });

  it('looks at one environment alone when that is chosen', async () => {
    write({ ...chart(), ...environment('dev'), ...environment('prod') });
    const names = () => report().charts.flatMap(({ renders }) => renders.map(({ name }) => name));
    await run({}, 'prod');
    expect(names()).toEqual(['prod']);
    await run({ environment: 'dev' });
    expect(names()).toEqual(['dev']);
  });

  it('leaves out what the policy asks for when a release is what comes next', async () => {
    const unlocked = { 'charts/api/Chart.yaml': 'apiVersion: v2\nname: api\nversion: 0.1.0\n' };
    const policy = 'schema: slipway.lint-policy/v1\ncheckers: [dependencies]\n';
    write({ ...chart(unlocked), ...environment('dev'), 'deploy/lint.yaml': policy });
    expect((await run({ environment: 'dev' })).text).not.toMatch(/^not asked for: .*dependencies/m);
    const { passed, text } = await run({ environment: 'dev', checks: 'release' });
    expect(text).toMatch(/^not asked for: .*dependencies/m);
    expect(passed).toBe(true);
  });

  it('renders with the defaults and with each of the chart’s examples where there is no environment', async () => {
    write({ ...chart(), 'charts/api/ci/other-values.yaml': 'image: { repository: b, digest: "x" }\n' });
    expect((await run()).passed).toBe(true);
    expect(report().charts[0]?.renders.map(({ name }) => name)).toEqual(['defaults', 'ci/other-values.yaml']);
  });

  it.each([
    [
      'an unknown field, with template, object, path, renders and fix',
      {
        'charts/api/templates/service.yaml':
          'apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { prots: [] }\n',
      },
      [
        "error   charts/api/templates/service.yaml: Service/a /spec: additional properties 'prots' not allowed [schema/invalid]",
        '        in dev, defaults (values: charts/api/values.yaml)',
        '        fix: Correct the field to what the API of Kubernetes has at this place.',
      ],
    ],
    [
      'a kind that was removed, with the one to use',
      {
        'charts/api/templates/pdb.yaml':
          'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: { name: a }\n',
      },
      ['there is no policy/v1beta1 PodDisruptionBudget; use policy/v1 [schema/unknown-kind]'],
    ],
    [
      'a name that stands twice',
      { 'charts/api/templates/again.yaml': CONFIG_MAP },
      ['ConfigMap/api: rendered twice: the second one replaces the first; give it another name [duplicate/duplicate]'],
    ],
    [
      'a key that stands twice',
      { 'charts/api/templates/b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b }\ndata: {}\ndata: {}\n' },
      ['error   charts/api/templates/b.yaml: read api/templates/b.yaml: Map keys must be unique'],
    ],
    [
      'a template that cannot be parsed, with its line',
      { 'charts/api/templates/broken.yaml': 'a: b\n{{ if }}' },
      ['error   charts/api/templates/broken.yaml:2: '],
    ],
    [
      'a refusal of the chart itself',
      { 'charts/api/templates/refuse.yaml': '{{ fail "replicas must be odd" }}' },
      ['error   charts/api/templates/refuse.yaml:1: ', 'replicas must be odd'],
    ],
    [
      'values that the schema refuses, with their file',
      {
        'charts/api/values.schema.json':
          '{"type":"object","properties":{"image":{},"global":{}},"additionalProperties":false}',
        'deploy/environments/dev/api.yaml': 'replicaz: 3\n',
      },
      [
        "error   deploy/environments/dev/api.yaml: at '': additional properties 'replicaz' not allowed [lint/helm-lint]",
      ],
    ],
  ])('names %s', async (_title, files, messages) => {
    write({ ...chart(files), ...environment('dev') });
    const { passed, text } = await run();
    for (const message of messages) expect(text).toContain(message);
    expect(passed).toBe(false);
    expect(report().exitCode).toBe(1);
    const sarif = JSON.parse(readFileSync(join(workspaceRoot, 'dist/lint/api.sarif'), 'utf8')) as SarifLog;
    expect(sarif.runs[0]?.results).toHaveLength(report().findings.length);
  });

  it('notes a custom kind that it cannot check, and passes', async () => {
    const certificate = 'apiVersion: example.com/v1\nkind: Robot\nmetadata: { name: a }\n';
    write({ ...chart({ 'charts/api/templates/robot.yaml': certificate }), ...environment('dev') });
    const { passed, text } = await run();
    expect(text).toContain(
      'note    charts/api/templates/robot.yaml: Robot/a: not checked: there is no schema for example.com/v1 Robot [schema/no-schema]',
    );
    expect(passed).toBe(true);
  });

  it('prints one JSON document when asked to', async () => {
    write({ ...chart(), ...environment('dev') });
    const { text } = await run({ json: true });
    expect(JSON.parse(text)).toEqual(report());
  });

  it('names an environment that is not there', async () => {
    write({ ...chart(), ...environment('dev') });
    await expect(run({ environment: 'dve' })).rejects.toMatchObject({ code: 'UnknownEnvironment' });
  });

  it('refuses a policy that excludes too much', async () => {
    const line = '  - { checker: checkov, rule: X, reason: y }\n';
    write({ ...chart(), 'deploy/lint.yaml': `schema: slipway.lint-policy/v1\nexclusions:\n${line.repeat(6)}` });
    await expect(run()).rejects.toMatchObject({
      code: 'LintPolicyInvalid',
      message: expect.stringContaining('there are 6 exclusions, and 5 are the most'),
    });
  });

  it('runs what the policy asks for: a fault of each checker has its file and a fix, an exclusion takes it away', async () => {
    const policy = 'schema: slipway.lint-policy/v1\ncheckers: [kube-score, kube-linter, checkov, helm-unittest]\n';
    const suite =
      'suite: x\ntemplates: [pod.yaml]\ntests:\n  - it: has two\n    asserts:\n      - hasDocuments: { count: 2 }\n';
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [{ name: c, image: "busybox:latest" }] }\n';
    write({
      ...chart({ 'charts/api/templates/pod.yaml': pod, 'charts/api/tests/pod/presence_test.yaml': suite }),
      'deploy/lint.yaml': policy,
    });
    expect((await run()).passed).toBe(false);
    const { findings, checks } = report();
    const rule = (check: string, id: string) => findings.find((it) => it.check === check && it.rule === id);
    const place = { file: 'charts/api/templates/pod.yaml', object: 'Pod/p', renders: ['defaults'] };
    expect(rule('kube-score', 'container-image-tag')).toMatchObject({ ...place, container: 'c' });
    expect(rule('kube-linter', 'latest-tag')).toMatchObject(place);
    expect(rule('checkov', 'CKV_K8S_14')).toMatchObject({ ...place, path: '/spec/containers/0/image' });
    expect(rule('helm-unittest', 'case')).toMatchObject({ file: 'charts/api/tests/pod/presence_test.yaml' });
    expect(findings.filter(({ fix }) => fix === '')).toEqual([]);
    expect(checks.filter(({ state }) => state === 'skipped')).toEqual([]);

    write({ 'deploy/lint.yaml': `${policy}exclusions: [{ checker: checkov, rule: CKV_K8S_14, reason: a test }]\n` });
    await run();
    expect(report().findings.some((it) => it.rule === 'CKV_K8S_14')).toBe(false);
    expect(report().exclusions).toEqual([{ checker: 'checkov', rule: 'CKV_K8S_14', reason: 'a test', matches: 1 }]);
  });
});
