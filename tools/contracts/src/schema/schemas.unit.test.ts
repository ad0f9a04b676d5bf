import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type {
  ClusterReport,
  DeployNote,
  DeployRecord,
  DeployResult,
  DiffReport,
  DoctorReport,
  ErrorReport,
  LintPolicy,
  LintReport,
  Plan,
  SavedPlan,
  StatusReport,
  ToolchainReport,
} from '../index.ts';
import { generateSchemas } from './generate-schemas.ts';

const projectDir = join(__dirname, '..', '..');
const read = (name: string) => readFileSync(join(projectDir, 'schemas', name), 'utf8');
const validator = (name: string) =>
  new Ajv2020({ strict: true }).compile(JSON.parse(read(`${name}.schema.json`)) as object);

const cause = {
  code: 'CrashAtStart' as const,
  object: 'Pod/x',
  container: 'app',
  message: 'm',
  logs: ['l'],
  hint: 'h',
};
const verdict = {
  name: 'web',
  project: 'web',
  namespace: 'shop',
  status: 'rolled-back' as const,
  revision: 2,
  formerRevision: 1,
  durationMs: 5,
  needsVerification: false,
  cause,
};
const plan: Plan = {
  schema: 'slipway.plan/v1',
  environment: 'local',
  hash: 'h',
  releases: [
    {
      name: 'web',
      project: 'web',
      namespace: 'shop',
      action: 'upgrade',
      reasons: ['SpecChanged'],
      image: { repository: 'r/web', digest: 'sha256:0' },
      changes: [{ kind: 'Deployment', name: 'web', path: '/spec', from: null, to: { a: 1 } }],
      after: [],
      specHash: 's',
      baseRevision: 1,
      chart: { name: 'web', version: '1', digest: 'd' },
      valuesDigest: 'v',
      refusals: [cause],
      notes: ['n'],
    },
  ],
};
const savedPlan: SavedPlan = {
  schema: 'slipway.saved-plan/v1',
  madeAt: 'now',
  cluster: 'kube-system:u',
  plan,
  releases: [
    {
      name: 'web',
      namespace: 'shop',
      specHash: 's',
      manifests: [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } }],
      live: [
        { apiVersion: 'v1', kind: 'Service', name: 'web', namespace: 'shop', hash: '0', fields: { '/spec': '0' } },
      ],
    },
  ],
  hash: 'h',
};
const diff: DiffReport = {
  schema: 'slipway.diff/v1',
  environment: 'local',
  releases: [
    {
      name: 'web',
      project: 'web',
      namespace: 'shop',
      status: 'deployed',
      revision: 1,
      drift: [{ kind: 'Deployment', name: 'web', path: '/spec/replicas', change: 'changed', desired: 1, live: 2, manager: 'kubectl', at: 'now' }], // prettier-ignore
      notes: ['n'],
    },
  ],
};
const result: DeployResult = {
  schema: 'slipway.result/v1',
  environment: 'local',
  exitCode: 1,
  planHash: 'h',
  releases: [verdict],
};
const note: DeployNote = {
  schema: 'slipway.deploy/v1',
  environment: 'local',
  planHash: 'h',
  specHash: 's',
  at: 'now',
  verdict,
};
const record: DeployRecord = {
  schema: 'slipway.record/v1',
  number: 1,
  release: 'web',
  namespace: 'shop',
  environment: 'local',
  action: 'deploy',
  by: 'me',
  at: 'now',
  planHash: 'h',
  specHash: 's',
  verdict,
  previous: '0',
  hash: '1',
};
const status: StatusReport = {
  schema: 'slipway.status/v1',
  environment: 'local',
  releases: [
    {
      name: 'web',
      project: 'web',
      namespace: 'shop',
      status: 'absent',
      revision: 0,
      digests: [],
      ready: 0,
      wanted: 0,
      isReady: false,
      workloads: [{ kind: 'Deployment', name: 'web', isReady: false, ready: 0, wanted: 1, images: [] }],
      cause,
    },
  ],
};
const error: ErrorReport = { schema: 'slipway.error/v1', exitCode: 64, code: 'C', message: 'm', details: { a: [1] } };
const doctor: DoctorReport = { schema: 'slipway.doctor/v1', findings: [{ name: 'n', state: 'good', message: 'm' }] };
const toolchain: ToolchainReport = {
  schema: 'slipway.toolchain/v1',
  tools: [{ name: 'helm', version: '4', kind: 'go', state: 'missing' }],
};
const cluster: ClusterReport = {
  schema: 'slipway.cluster/v1',
  provider: 'embedded',
  state: 'running',
  kubeconfig: 'k',
  context: 'c',
  registry: 'r',
  ingress: { http: 'h', https: 's' },
  node: 'n',
  networkPolicies: 'ignored',
  components: [{ name: 'etcd', state: 'ready', restarts: 0, log: 'l' }],
};

const lint: LintReport = {
  schema: 'slipway.lint/v2',
  exitCode: 1,
  kubernetesVersions: ['1.36.3'],
  charts: [{ project: 'a', chart: 'charts/a', renders: [{ name: 'dev', valuesFiles: ['v'] }], objects: 1 }],
  checks: [
    { name: 'schema', state: 'failed', renders: 1, objects: 1, findings: 1, excluded: 0, durationMs: 5, version: '1' },
  ],
  findings: [
    {
      severity: 'error',
      check: 'schema',
      rule: 'invalid',
      project: 'a',
      chart: 'charts/a',
      renders: ['dev'],
      object: 'Service/a',
      file: 'f',
      line: 3,
      valuesFiles: ['v'],
      message: 'm',
      fix: 'x',
      fingerprint: '0',
    },
  ],
  exclusions: [{ checker: 'c', rule: 'r', reason: 'w', matches: 0 }],
};
const lintPolicy: LintPolicy = {
  schema: 'slipway.lint-policy/v1',
  checkers: ['checkov'],
  podSecurity: 'restricted',
  exclusions: [{ checker: 'checkov', rule: 'X', object: 'Pod/*', reason: 'why' }],
};

describe('schemas', () => {
  it('are what the types say: npx nx run contracts:generate after a change', () => {
    const wanted = generateSchemas(projectDir);
    expect(readdirSync(join(projectDir, 'schemas')).sort()).toEqual([...wanted.keys()].sort());
    for (const [name, text] of wanted) expect(JSON.parse(read(name))).toEqual(JSON.parse(text));
  });

  it.each<[string, object]>([
    ['plan', plan],
    ['saved-plan', savedPlan],
    ['diff', diff],
    ['result', result],
    ['deploy', note],
    ['record', record],
    ['status', status],
    ['cause', cause],
    ['error', error],
    ['doctor', doctor],
    ['toolchain', toolchain],
    ['cluster', cluster],
    ['lint', lint],
    ['lint-policy', lintPolicy],
  ])('%s takes a document of its type and refuses a change', (name, document) => {
    const validate = validator(name);
    expect([validate(document), validate.errors]).toEqual([true, null]);
    expect(validate({ ...document, surprise: 1 })).toBe(false);
    const [first] = Object.keys(document);
    expect(validate(Object.fromEntries(Object.entries(document).filter(([key]) => key !== first)))).toBe(false);
  });

  it('refuses a cause code that is not in the table', () => {
    expect(validator('cause')({ ...cause, code: 'Code17' })).toBe(false);
  });
});
