import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScoredObject } from './parse-kube-score.ts';
import { toKubeScoreFindings } from './parse-kube-score.ts';

/** kube-score 1.20.0 over the chart of `helm create`. */
const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, '__fixtures__/helm-create.json'), 'utf8'),
) as ScoredObject[];

describe('toKubeScoreFindings', () => {
  const findings = toKubeScoreFindings(recorded, 'prod');

  it('gives one finding per comment, with container, render and what to do', () => {
    expect(findings[0]).toEqual({
      render: 'prod',
      rule: 'container-resources',
      severity: 'error',
      object: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'f-foreign' },
      container: 'foreign',
      message: 'CPU limit is not set',
      fix: 'Resource limits are recommended to avoid resource DDOS. Set resources.limits.cpu',
    });
  });

  it('counts critical and warning, and leaves out what was skipped', () => {
    const rules = findings.map(({ object, rule, severity }) => `${object.kind} ${rule} ${severity}`);
    expect([...new Set(rules)]).toEqual([
      'Deployment container-resources error',
      'Deployment container-image-pull-policy error',
      'Deployment pod-networkpolicy error',
      'Deployment container-security-context-readonlyrootfilesystem error',
      'Deployment pod-probes-identical error',
      'Deployment container-security-context-user-group-id error',
      'Deployment container-ephemeral-storage-request-and-limit error',
      'Deployment deployment-replicas warning',
      'Pod container-security-context-user-group-id error',
      'Pod container-ephemeral-storage-request-and-limit error',
      'Pod container-image-tag error',
      'Pod container-resources error',
      'Pod pod-networkpolicy error',
      'Pod pod-probes error',
      'Pod container-security-context-readonlyrootfilesystem error',
    ]);
  });

  it('keeps the namespace, and the name of the check where there is no comment', () => {
    const object: ScoredObject = {
      type_meta: { kind: 'Service', apiVersion: 'v1' },
      object_meta: { name: 'a', namespace: 'shop' },
      checks: [
        { check: { id: 'service-type', name: 'Service Type' }, grade: 5, skipped: false, comments: null },
        { check: { id: 'almost', name: 'Almost' }, grade: 7, skipped: false, comments: null },
      ],
    };
    expect(toKubeScoreFindings([object], 'dev')).toEqual([
      {
        render: 'dev',
        rule: 'service-type',
        severity: 'warning',
        object: { apiVersion: 'v1', kind: 'Service', name: 'a', namespace: 'shop' },
        message: 'Service Type',
      },
    ]);
  });

  it('gives nothing where kube-score knows no object', () => expect(toKubeScoreFindings(null, 'dev')).toEqual([]));
});
