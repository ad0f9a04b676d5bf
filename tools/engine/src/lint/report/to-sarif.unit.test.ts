import { Ajv2020 } from 'ajv/dist/2020.js';
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

const text = { type: 'string', minLength: 1 };
const object = (required: string[], properties: object) => ({ type: 'object', required, properties });
const message = object(['text'], { text });
const level = { enum: ['none', 'note', 'warning', 'error'] };
/** What SARIF 2.1.0 demands, and what code scanning of GitHub demands beyond it, of the parts that are written. */
const NEEDED_BY_GITHUB = object(['$schema', 'version', 'runs'], {
  $schema: { type: 'string', pattern: 'sarif-2\\.1\\.0\\.json$' },
  version: { const: '2.1.0' },
  runs: {
    type: 'array',
    minItems: 1,
    maxItems: 20,
    items: object(['tool', 'results'], {
      columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
      tool: object(['driver'], {
        driver: object(['name', 'rules'], {
          name: text,
          informationUri: { type: 'string', pattern: '^https://' },
          rules: {
            type: 'array',
            maxItems: 25_000,
            items: object(['id', 'shortDescription', 'help'], {
              id: { ...text, maxLength: 255 },
              name: { ...text, maxLength: 255 },
              shortDescription: message,
              help: message,
              defaultConfiguration: object(['level'], { level }),
              properties: object([], { tags: { type: 'array', maxItems: 20, items: text } }),
            }),
          },
        }),
      }),
      results: {
        type: 'array',
        maxItems: 25_000,
        items: object(['ruleId', 'message', 'locations', 'partialFingerprints'], {
          ruleId: text,
          ruleIndex: { type: 'integer', minimum: 0 },
          level,
          message,
          locations: {
            type: 'array',
            minItems: 1,
            items: object(['physicalLocation'], {
              physicalLocation: object(['artifactLocation', 'region'], {
                // Relative to the root of the repository, and a valid URI.
                artifactLocation: object(['uri'], { uri: { type: 'string', pattern: '^[^/\\s\\\\][^\\s\\\\]*$' } }),
                region: object(['startLine'], { startLine: { type: 'integer', minimum: 1 } }),
              }),
            }),
          },
          partialFingerprints: { type: 'object', minProperties: 1, additionalProperties: text },
        }),
      },
    }),
  },
});

describe('toSarif', () => {
  it('is what code scanning of GitHub takes, with and without findings', () => {
    const check = new Ajv2020({ allErrors: true }).compile(NEEDED_BY_GITHUB);
    const { line: _line, object: _object, ...bare } = finding();
    for (const findings of [[], [finding(), { ...bare, severity: 'note' as const }]]) {
      check(JSON.parse(JSON.stringify(toSarif({ findings }))));
      expect(check.errors ?? []).toEqual([]);
    }
    check(JSON.parse(JSON.stringify(toSarif({ findings: [finding({ file: '/abs/x', line: 0, fingerprint: '' })] }))));
    expect(check.errors).toHaveLength(3); // The schema can refuse.
  });

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
