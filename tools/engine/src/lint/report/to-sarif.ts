import type { LintFinding, LintReport } from '@slipway/contracts';

/** A SARIF 2.1.0 log, as far as it is written. */
export type SarifLog = ReturnType<typeof toSarif>;

const LEVELS = { error: 'error', warning: 'warning', note: 'note' } as const;
/** GitHub takes no more results of one run. */
const MAX_RESULTS = 25_000;

/**
 * The findings as SARIF 2.1.0, as code scanning of GitHub takes it: one run, a rule per check and rule, locations
 * relative to the workspace root, fingerprints that outlive other edits. The same findings give the same bytes. Pure.
 */
export function toSarif({ findings }: Pick<LintReport, 'findings'>) {
  const ids = [...new Set(findings.map(ruleId))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0' as const,
    runs: [
      {
        tool: {
          driver: {
            name: 'slipway-lint',
            informationUri: 'https://slipway.dev',
            rules: ids.map((id) => toRule(id, findings)),
          },
        },
        // Relative files are relative to the root of the repository.
        columnKind: 'utf16CodeUnits' as const,
        results: findings.slice(0, MAX_RESULTS).map((finding) => toResult(finding, ids)),
      },
    ],
  };
}

function ruleId({ check, rule }: LintFinding): string {
  return `${check}/${rule}`;
}

function toRule(id: string, findings: readonly LintFinding[]) {
  const first = findings.find((finding) => ruleId(finding) === id) as LintFinding;
  return {
    id,
    name: id,
    shortDescription: { text: `${first.check}: ${first.rule}` },
    help: { text: first.fix },
    defaultConfiguration: { level: LEVELS[first.severity] },
    properties: { tags: ['helm', 'kubernetes', first.check] },
  };
}

function toResult(finding: LintFinding, ids: readonly string[]) {
  const { object, container, path, renders, message, fix, file, line } = finding;
  const place = [object, container && `container ${container}`, path].filter(Boolean).join(' ');
  const where = renders.length > 0 ? ` (${renders.join(', ')})` : '';
  return {
    ruleId: ruleId(finding),
    ruleIndex: ids.indexOf(ruleId(finding)),
    level: LEVELS[finding.severity],
    message: { text: `${place ? `${place}: ` : ''}${message}${where}\n${fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(file), uriBaseId: '%SRCROOT%' },
          region: { startLine: line ?? 1 },
        },
        ...(object === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: object, kind: 'resource' }] }),
      },
    ],
    partialFingerprints: { 'slipwayLint/v1': finding.fingerprint },
  };
}
