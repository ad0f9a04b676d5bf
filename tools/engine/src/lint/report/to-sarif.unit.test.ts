import type { LintFinding } from '@slipway/contracts';
import { toSarif } from './to-sarif.ts';

const finding = (change: Partial<LintFinding> = {}): LintFinding => ({
  severity: 'error',
  check: 'checkov',
  rule: 'CKV_K8S_8',
  project: 'api',
  chart: 'charts/api',
  renders: ['dev', 'prod'],
  object: 'Pod/a',
  container: 'c',
  path: '/spec',
  file: 'charts/my api/x.yaml',
  line: 4,
  valuesFiles: [],
  message: 'no probe',
  fix: 'Add one.',
  fingerprint: 'abc',
  ...change,
});

describe('toSarif', () => {
  it('gives what code scanning needs: rule, level, message, place and fingerprint', () => {
    const [run] = toSarif({ findings: [finding()] }).runs;
    expect(run?.results).toEqual([
      {
        ruleId: 'checkov/CKV_K8S_8',
        ruleIndex: 0,
        level: 'error',
        message: { text: 'Pod/a container c /spec: no probe (dev, prod)\nAdd one.' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'charts/my%20api/x.yaml', uriBaseId: '%SRCROOT%' },
              region: { startLine: 4 },
            },
            logicalLocations: [{ fullyQualifiedName: 'Pod/a', kind: 'resource' }],
          },
        ],
        partialFingerprints: { 'slipwayLint/v1': 'abc' },
      },
    ]);
  });

  it('names each rule once, sorted, and points each result to it', () => {
    const findings = [finding(), finding({ check: 'admission', rule: 'a', severity: 'warning' }), finding()];
    const [run] = toSarif({ findings }).runs;
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(['admission/a', 'checkov/CKV_K8S_8']);
    expect(run?.results.map(({ ruleIndex, level }) => [ruleIndex, level])).toEqual([
      [1, 'error'],
      [0, 'warning'],
      [1, 'error'],
    ]);
  });

  it('starts at line 1 where no line is known, and gives the same bytes for the same findings', () => {
    const { line: _line, ...without } = finding();
    const log = toSarif({ findings: [without] });
    expect(log.runs[0]?.results[0]?.locations[0]?.physicalLocation.region).toEqual({ startLine: 1 });
    expect(JSON.stringify(toSarif({ findings: [without] }))).toBe(JSON.stringify(log));
  });
});
