import type { KubeObject, ValidatedObject } from '@slipway/contracts';
import { toDuplicateFindings, toLintFindings, toSchemaFindings } from './to-findings.ts';

const place = { chart: 'deploy/charts/api', environment: 'dev' };
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
      { severity: 'error', check: 'lint', ...place, object: 'values.yaml', message: 'unknown key' },
    ]);
  });

  it('keeps warnings, and faults of templates alone', () => {
    const messages = [
      { severity: 'warning', message: 'odd' },
      { severity: 'error', path: 'templates/', message: 'parse error' },
    ] as const;
    expect(toLintFindings(messages, place).map(({ severity, object }) => [severity, object])).toEqual([
      ['warning', undefined],
      ['error', 'templates/'],
    ]);
  });
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
    const named = { severity: 'error', check: 'schema', ...place, object: 'Service/api' };
    expect(toSchemaFindings([object], validator, place)).toEqual([
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
    const [finding] = toSchemaFindings([object], validator, place);
    expect(finding).toMatchObject({ severity, object: `${object.kind}/x` });
    expect(finding?.message).toContain(message);
  });

  it('has nothing to say about valid objects', () => {
    const object: ValidatedObject = { apiVersion: 'v1', kind: 'Service', name: 'a', status: 'valid', faults: [] };
    expect(toSchemaFindings([object], validator, place)).toEqual([]);
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
    expect(toDuplicateFindings(objects, place)).toEqual([
      expect.objectContaining({ severity: 'error', check: 'duplicate', object: 'Deployment/a' }),
    ]);
  });

  it('lets hooks share a name', () => {
    const hook = object('batch/v1', 'Job', 'a');
    hook.metadata.annotations = { 'helm.sh/hook': 'pre-install' };
    expect(toDuplicateFindings([hook, hook], place)).toEqual([]);
  });

  it('lets one name stand for different kinds, groups and namespaces', () => {
    const objects = [
      object('v1', 'Service', 'a'),
      object('v1', 'Secret', 'a'),
      object('v1', 'Service', 'a', 'b'),
      object('serving.knative.dev/v1', 'Service', 'a'),
    ];
    expect(toDuplicateFindings(objects, place)).toEqual([]);
  });
});
