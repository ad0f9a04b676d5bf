import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckovOutput } from './parse-checkov.ts';
import { nameWhatIsGenerated, toCheckovFindings } from './parse-checkov.ts';

/** checkov 3.3.30 over the chart of `helm create`, one result of each rule. */
const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, '__fixtures__/helm-create.json'), 'utf8'),
) as CheckovOutput;
const NAMES = ['dev', 'prod', 'ci/x-values.yaml'];

describe('toCheckovFindings', () => {
  const findings = toCheckovFindings(recorded, (path) => NAMES[Number(/render-(\d)/.exec(path)?.[1])]);

  it('gives rule, object, path and message', () => {
    expect(findings.find(({ rule }) => rule === 'CKV_K8S_10')).toEqual({
      render: 'dev',
      rule: 'CKV_K8S_10',
      severity: 'error',
      object: { apiVersion: '', kind: 'Deployment', namespace: 'default', name: 'f-foreign' },
      path: '/spec/template/spec/containers/0/resources/requests/cpu',
      message: 'CPU requests should be set',
    });
  });

  it('takes off what stands behind the name of a pod in a workload', () => {
    expect(findings.find(({ rule }) => rule === 'CKV2_K8S_6')?.object).toMatchObject({
      kind: 'Pod',
      name: 'f-foreign',
    });
  });

  it('counts what an annotation skips', () => {
    expect(findings.filter(({ render }) => render === 'prod')).toHaveLength(1);
  });

  it('reports a file that checkov cannot read', () => {
    expect(findings.at(-1)).toMatchObject({ render: 'ci/x-values.yaml', rule: 'unread', severity: 'error' });
  });
});

describe('nameWhatIsGenerated', () => {
  it.each([
    ['YAML', 'metadata:\n  generateName: a-\n', 'metadata:\n  name: a-\n'],
    ['a map on one line', 'metadata: { generateName: a- }', 'metadata: { name: a- }'],
    ['JSON', '{"metadata":{"generateName":"a-"}}', '{"metadata":{"name":"a-"}}'],
    ['what is no key', 'message: uses generateName\n', 'message: uses generateName\n'],
  ])('%s', (_title, manifests, expected) => {
    expect(nameWhatIsGenerated(manifests)).toBe(expected);
  });
});
