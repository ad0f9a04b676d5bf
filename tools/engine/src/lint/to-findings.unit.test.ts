import type { KubeObject, ValidatedObject } from '@slipway/contracts';
import type { SchemaVerdict } from './to-findings.ts';
import {
  toCheckerFindings,
  toDuplicateFindings,
  toLintFindings,
  toSchemaFindings,
  toTestFindings,
} from './to-findings.ts';

const chart = 'deploy/charts/api';
const valuesFile = 'deploy/environments/dev/api.yaml';
const place = { render: 'dev', chart, valuesFile };
const validator = {
  kubernetesVersion: '1.36.3',
  kinds: [
    { apiVersion: 'v1', kind: 'Service' },
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
    { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
  ],
};
const unknown = (apiVersion: string, kind: string): ValidatedObject => ({
  apiVersion,
  kind,
  name: 'x',
  status: 'unknown',
  faults: [],
});

describe('toLintFindings', () => {
  it('leaves hints out, and what Helm says twice', () => {
    const messages = [
      { severity: 'info', path: 'Chart.yaml', message: 'icon is recommended' },
      { severity: 'error', path: 'values.yaml', message: 'unknown key' },
      { severity: 'error', path: 'templates/', message: 'values do not meet the schema: unknown key' },
    ] as const;
    expect(toLintFindings(messages, place)).toEqual([
      {
        severity: 'error',
        check: 'lint',
        rule: 'helm-lint',
        render: 'dev',
        file: valuesFile,
        message: 'unknown key',
      },
    ]);
  });

  it('keeps warnings, and faults of templates alone', () => {
    const messages = [
      { severity: 'warning', message: 'odd' },
      { severity: 'error', path: 'templates/', message: 'parse error' },
    ] as const;
    expect(toLintFindings(messages, place).map(({ severity, file }) => [severity, file])).toEqual([
      ['warning', undefined],
      ['error', undefined],
    ]);
  });

  it('blames the chart’s own values where no file lies above them, and any other file by its path', () => {
    const messages = [
      { severity: 'error', path: 'values.yaml', message: 'unknown key' },
      { severity: 'error', path: 'Chart.yaml', message: 'version is required' },
    ] as const;
    expect(toLintFindings(messages, { chart }).map(({ file }) => file)).toEqual([
      'deploy/charts/api/values.yaml',
      'deploy/charts/api/Chart.yaml',
    ]);
  });
});

const verdict = (object: ValidatedObject, kubernetesVersion = '1.36.3'): SchemaVerdict => ({
  validator: { ...validator, kubernetesVersion },
  renders: [{ render: 'dev', objects: [object] }],
});

describe('toSchemaFindings', () => {
  it('gives a finding for each fault, with object and path', () => {
    const object: ValidatedObject = {
      apiVersion: 'v1',
      kind: 'Service',
      name: 'api',
      status: 'invalid',
      faults: [
        { path: '/spec/type', message: 'got number' },
        { path: '', message: 'bad' },
      ],
    };
    const named = {
      severity: 'error',
      check: 'schema',
      rule: 'invalid',
      render: 'dev',
      object: { kind: 'Service', name: 'api' },
    };
    expect(toSchemaFindings([verdict(object)], true)).toEqual([
      { ...named, path: '/spec/type', message: 'got number' },
      { ...named, path: '', message: 'bad' },
    ]);
  });

  it.each([
    ['a mistyped kind', unknown('policy/v1', 'PodDisruptionBudgett'), 'error', 'did you mean PodDisruptionBudget?'],
    ['a removed version', unknown('autoscaling/v2beta2', 'HorizontalPodAutoscaler'), 'error', 'use autoscaling/v2'],
    ['a kind of another core', unknown('v1', 'Ingress'), 'error', 'kinds of this group: Service'],
    ['a custom kind', unknown('monitoring.coreos.com/v1', 'PodMonitor'), 'note', 'not checked: there is no schema'],
  ])('says what to do about %s', (_title, object, severity, message) => {
    const [finding] = toSchemaFindings([verdict(object)], false);
    expect(finding).toMatchObject({ severity, object: { kind: object.kind, name: 'x' } });
    expect(finding?.message).toContain(message);
  });

  it('warns of a kind without a schema where a policy asks for more', () => {
    const found = toSchemaFindings([verdict(unknown('monitoring.coreos.com/v1', 'PodMonitor'))], true);
    expect(found.map(({ severity, rule }) => [severity, rule])).toEqual([['warning', 'no-schema']]);
  });

  it('says once what all versions say, and names the versions of what only some say', () => {
    const fault = (message: string): ValidatedObject => ({
      apiVersion: 'v1',
      kind: 'Service',
      name: 'a',
      status: 'invalid',
      faults: [{ path: '/spec', message }],
    });
    const both = [verdict(fault('bad'), '1.34.9'), verdict(fault('bad'), '1.36.3')];
    expect(toSchemaFindings(both, true).map(({ message }) => message)).toEqual(['bad']);
    const one = [verdict(fault('bad'), '1.34.9'), verdict({ ...fault(''), status: 'valid', faults: [] }, '1.36.3')];
    expect(toSchemaFindings(one, true).map(({ message }) => message)).toEqual(['bad (Kubernetes 1.34.9)']);
  });

  it('has nothing to say about valid objects', () => {
    const object: ValidatedObject = { apiVersion: 'v1', kind: 'Service', name: 'a', status: 'valid', faults: [] };
    expect(toSchemaFindings([verdict(object)], true)).toEqual([]);
  });
});

describe('toCheckerFindings', () => {
  it('keeps all that a checker says, under its name', () => {
    const found = {
      render: 'prod',
      rule: 'CKV_K8S_8',
      severity: 'error',
      object: { apiVersion: 'v1', kind: 'Pod', name: 'a', namespace: 'shop' },
      container: 'c',
      path: '/spec',
      message: 'no probe',
      fix: 'Add one.',
    } as const;
    expect(toCheckerFindings([found], 'checkov')).toEqual([
      { ...found, check: 'checkov', object: { kind: 'Pod', name: 'a' } },
    ]);
  });
});

describe('toTestFindings', () => {
  it('names file and case, or the suite that cannot be read', () => {
    const faults = [
      { file: 'tests/a_test.yaml', test: 'has one', message: 'has two' },
      { file: 'tests/b_test.yaml', message: 'no YAML' },
    ];
    expect(toTestFindings(faults, chart)).toEqual([
      {
        severity: 'error',
        check: 'helm-unittest',
        rule: 'case',
        file: `${chart}/tests/a_test.yaml`,
        message: 'has one: has two',
      },
      {
        severity: 'error',
        check: 'helm-unittest',
        rule: 'suite',
        file: `${chart}/tests/b_test.yaml`,
        message: 'no YAML',
      },
    ]);
  });
});

describe('toDuplicateFindings', () => {
  const object = (apiVersion: string, kind: string, name: string, namespace?: string): KubeObject => ({
    apiVersion,
    kind,
    metadata: { name, ...(namespace ? { namespace } : {}) },
  });

  it('finds a name that stands twice, whatever the version', () => {
    const objects = [object('apps/v1', 'Deployment', 'a'), object('apps/v2', 'Deployment', 'a')];
    expect(toDuplicateFindings(objects, 'dev')).toEqual([
      expect.objectContaining({ severity: 'error', check: 'duplicate', object: { kind: 'Deployment', name: 'a' } }),
    ]);
  });

  it('lets hooks share a name', () => {
    const hook = object('batch/v1', 'Job', 'a');
    hook.metadata.annotations = { 'helm.sh/hook': 'pre-install' };
    expect(toDuplicateFindings([hook, hook], 'dev')).toEqual([]);
  });

  it('lets one name stand for different kinds, groups and namespaces', () => {
    const objects = [
      object('v1', 'Service', 'a'),
      object('v1', 'Secret', 'a'),
      object('v1', 'Service', 'a', 'b'),
      object('serving.knative.dev/v1', 'Service', 'a'),
    ];
    expect(toDuplicateFindings(objects, 'dev')).toEqual([]);
  });
});
