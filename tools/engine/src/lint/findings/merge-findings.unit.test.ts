import type { ChartTree } from '../chart-tree.ts';
import type { LintRender } from '../renders/rendered-objects.ts';
import { mergeFindings } from './merge-findings.ts';
import type { RawFinding } from './raw-finding.ts';

const chart = (name: string, change: Partial<ChartTree> = {}): ChartTree => ({
  name,
  key: name,
  dir: `charts/${name}`,
  isLibrary: false,
  file: {},
  dependencies: [],
  files: ['templates/service.yaml'],
  ...change,
});
const library = chart('common', {
  isLibrary: true,
  files: ['templates/classes/_deployment.tpl', 'templates/classes/_testPod.tpl', 'templates/lib/_x.tpl'],
});
const api = chart('api', { dependencies: [library] });
const render = (name: string, source = 'api/templates/service.yaml'): LintRender => ({
  name,
  valuesFiles: ['charts/api/values.yaml', `environments/${name}/api.yaml`],
  manifests: '',
  objects: [
    { object: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api' } }, source },
    {
      object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 't', annotations: { 'helm.sh/hook': 'test' } } },
      source,
    },
  ],
});
const raw = (change: Partial<RawFinding> = {}): RawFinding => ({
  severity: 'error',
  check: 'kube-score',
  rule: 'r',
  render: 'dev',
  object: { kind: 'Deployment', name: 'api' },
  message: 'bad',
  ...change,
});
const merge = (found: RawFinding[], tree = api, renders = [render('dev'), render('prod')]) =>
  mergeFindings(found, { project: 'api', chart: 'charts/api', tree, renders });

describe('mergeFindings', () => {
  it('makes one of a fault in several renders, with the values of the first', () => {
    expect(merge([raw({ render: 'prod' }), raw({ render: 'dev' })])).toEqual([
      {
        severity: 'error',
        check: 'kube-score',
        rule: 'r',
        project: 'api',
        chart: 'charts/api',
        renders: ['dev', 'prod'],
        object: 'Deployment/api',
        file: 'charts/common/templates/classes/_deployment.tpl',
        valuesFiles: ['charts/api/values.yaml', 'environments/dev/api.yaml'],
        message: 'bad',
        fix: 'Change what the message says: bad.',
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    ]);
  });

  it('keeps the fingerprint when renders change, and changes it with the fault', () => {
    const [a, b, c] = [raw(), raw({ render: 'prod' }), raw({ message: 'worse' })].map(
      (it) => merge([it])[0]?.fingerprint,
    );
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });

  it.each<[string, Partial<RawFinding>, string, number | undefined]>([
    ['the file that the check names', { file: 'x.yaml', line: 3 }, 'x.yaml', 3],
    [
      'the innermost template of a message of Helm',
      {
        message:
          'template: api/templates/service.yaml:1:3: at: error calling include: api/charts/common/templates/lib/_x.tpl:7:2: no',
      },
      'charts/common/templates/lib/_x.tpl',
      7,
    ],
    ['the library’s file for the kind', {}, 'charts/common/templates/classes/_deployment.tpl', undefined],
    [
      'its file for tests',
      { object: { kind: 'Pod', name: 't' } },
      'charts/common/templates/classes/_testPod.tpl',
      undefined,
    ],
    ['Chart.yaml where nothing is known', { object: undefined }, 'charts/api/Chart.yaml', undefined],
  ])('blames %s', (_title, change, file, line) => {
    expect(merge([raw(change)])[0]).toMatchObject({ file, ...(line === undefined ? {} : { line }) });
  });

  it('blames the chart’s own template where no library made the object, also in a chart within the chart', () => {
    expect(merge([raw()], chart('api'))[0]?.file).toBe('charts/api/templates/service.yaml');
    const stack = chart('stack', { dependencies: [chart('api', { key: 'web' })] });
    const inside = [render('dev', 'stack/charts/web/templates/service.yaml')];
    expect(merge([raw()], stack, inside)[0]?.file).toBe('charts/api/templates/service.yaml');
  });

  it('takes the fix of the checker, then that of the table, and always has one', () => {
    const fixes = [raw({ fix: 'Do it.' }), raw({ check: 'checkov', rule: 'CKV_K8S_43' })].map(
      (it) => merge([it])[0]?.fix,
    );
    expect(fixes).toEqual(['Do it.', 'Name the image by digest.']);
  });
});
