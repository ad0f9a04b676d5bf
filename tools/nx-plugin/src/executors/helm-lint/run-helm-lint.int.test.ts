import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
    const lines: string[] = [];
    const passed = await runHelmLint(
      { workspaceRoot, project: 'api', configuration, options: { chart: 'charts/api', ...options } },
      { env: process.env, signal: new AbortController().signal, print: (line) => lines.push(line) },
    );
    return { passed, lines };
  };

  it('passes a sound chart in every environment', async () => {
    write({ ...chart(), ...environment('dev'), ...environment('prod') });
    const { passed, lines } = await run();
    expect(lines.join('\n')).toMatch(/^api: nothing wrong \(dev, prod; 2 objects against Kubernetes \d+\.\d+\.\d+\)$/);
    expect(passed).toBe(true);
  });

  it('looks at one environment alone when that is chosen', async () => {
    write({ ...chart(), ...environment('dev'), ...environment('prod') });
    expect((await run({}, 'prod')).lines[0]).toContain('(prod; 1 objects');
    expect((await run({ environment: 'dev' })).lines[0]).toContain('(dev; 1 objects');
  });

  it('renders with the defaults where there is no environment', async () => {
    write(chart());
    expect(await run()).toMatchObject({
      passed: true,
      lines: [expect.stringContaining('(rendered for no environment; 1 objects')],
    });
  });

  it.each([
    [
      'an unknown field, with environment, object and path',
      {
        'charts/api/templates/service.yaml':
          'apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { prots: [] }\n',
      },
      "error   charts/api  dev  Service/a /spec: additional properties 'prots' not allowed [schema]",
    ],
    [
      'a kind that was removed, with the one to use',
      {
        'charts/api/templates/pdb.yaml':
          'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: { name: a }\n',
      },
      'has no policy/v1beta1 PodDisruptionBudget; use policy/v1 [schema]',
    ],
    [
      'a name that stands twice',
      { 'charts/api/templates/again.yaml': CONFIG_MAP },
      'ConfigMap/api: rendered twice: the second one replaces the first; give it another name [duplicate]',
    ],
    [
      'a key that stands twice',
      { 'charts/api/templates/b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b }\ndata: {}\ndata: {}\n' },
      'error   charts/api  dev',
    ],
    [
      'a template that cannot be parsed',
      { 'charts/api/templates/broken.yaml': '{{ if }}' },
      'error   charts/api  dev  templates/',
    ],
    [
      'a refusal of the chart itself',
      { 'charts/api/templates/refuse.yaml': '{{ fail "replicas must be odd" }}' },
      'replicas must be odd',
    ],
    [
      'values that the schema refuses',
      {
        'charts/api/values.schema.json':
          '{"type":"object","properties":{"image":{},"global":{}},"additionalProperties":false}',
        'deploy/environments/dev/api.yaml': 'replicaz: 3\n',
      },
      "error   charts/api  dev  values.yaml: at '': additional properties 'replicaz' not allowed [lint]",
    ],
  ])('names %s', async (_title, files, message) => {
    write({ ...chart(files), ...environment('dev') });
    const { passed, lines } = await run();
    expect(lines.join('\n')).toContain(message);
    expect(passed).toBe(false);
  });

  it('notes a custom kind that it cannot check, and passes', async () => {
    const monitor = 'apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata: { name: a }\n';
    write({ ...chart({ 'charts/api/templates/monitor.yaml': monitor }), ...environment('dev') });
    const { passed, lines } = await run();
    expect(lines[0]).toBe(
      'note    charts/api  dev  PodMonitor/a: not checked: there is no schema for monitoring.coreos.com/v1 PodMonitor [schema]',
    );
    expect(passed).toBe(true);
  });

  it('prints one JSON document when asked to', async () => {
    write({ ...chart(), ...environment('dev') });
    const { lines } = await run({ json: true });
    expect(JSON.parse(lines.join('\n'))).toMatchObject({
      schema: 'slipway.lint/v1',
      project: 'api',
      chart: 'charts/api',
      environments: ['dev'],
      objects: { valid: 1, invalid: 0, unknown: 0 },
      findings: [],
    });
  });

  it('names an environment that is not there', async () => {
    write({ ...chart(), ...environment('dev') });
    await expect(run({ environment: 'dve' })).rejects.toMatchObject({ code: 'UnknownEnvironment' });
  });
});
