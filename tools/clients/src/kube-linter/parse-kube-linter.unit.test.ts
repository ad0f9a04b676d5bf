import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeLinterOutput } from './parse-kube-linter.ts';
import { toIgnoreFindings, toKubeLinterFindings } from './parse-kube-linter.ts';

/** kube-linter 0.8.3 over the chart of `helm create`, the first report of each rule. */
const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, '__fixtures__/helm-create.json'), 'utf8'),
) as KubeLinterOutput;

describe('toKubeLinterFindings', () => {
  const findings = toKubeLinterFindings(recorded, (path) => (path.includes('/render-0/') ? 'dev' : undefined));

  it('gives rule, object, message and remedy', () => {
    expect(findings.find(({ rule }) => rule === 'no-node-affinity')).toEqual({
      render: 'dev',
      rule: 'no-node-affinity',
      severity: 'error',
      object: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'f-foreign' },
      message: 'object does not define any node affinity rules.',
      fix: expect.stringContaining('affinity'),
    });
  });

  it('names the container that the message speaks of', () => {
    expect(findings.find(({ rule }) => rule === 'no-read-only-root-fs')).toMatchObject({ container: 'foreign' });
  });

  it('keeps every report', () => expect(findings).toHaveLength(recorded.Reports?.length ?? -1));

  it('gives nothing for no reports', () => expect(toKubeLinterFindings({ Reports: null }, () => 'x')).toEqual([]));
});

describe('toIgnoreFindings', () => {
  it('names every annotation that hides an object, once per render', () => {
    const manifests = 'a: { ignore-check.kube-linter.io/run-as-non-root: x, kube-linter.io/ignore-all: y }\n'.repeat(2);
    const found = toIgnoreFindings([
      { name: 'dev', manifests },
      { name: 'prod', manifests: 'kind: Pod\n' },
    ]);
    expect(found.map(({ render, message }) => [render, message])).toEqual([
      ['dev', 'the annotation ignore-check.kube-linter.io/run-as-non-root hides an object from kube-linter'],
      ['dev', 'the annotation kube-linter.io/ignore-all hides an object from kube-linter'],
    ]);
  });
});
