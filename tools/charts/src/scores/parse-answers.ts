import { matchesPattern } from '@slipway/engine';
import type { BrokenRules } from './score-table.ts';
import { tally } from './score-table.ts';

/** Rules in the answer of `kubeconform -strict -output json`: what is invalid, unreadable or without a schema. Pure. */
export function parseKubeconform(output: string): BrokenRules {
  const { resources = [] } = JSON.parse(output) as { resources?: { status: string }[] };
  return tally(resources.map(({ status }) => status).filter((status) => status !== 'statusValid'));
}

/** Rules in the answer of `kube-score score --output-format json`: each test once per object, as its own summary counts. Pure. */
export function parseKubeScore(output: string): BrokenRules {
  const objects = JSON.parse(output) as { checks: { check: { id: string }; grade: number; skipped: boolean }[] }[];
  const WARNING = 5; // 1 is critical, 7 and 10 are fine.
  return tally(
    objects.flatMap(({ checks }) =>
      checks.filter(({ grade, skipped }) => grade <= WARNING && !skipped).map(({ check }) => check.id),
    ),
  );
}

/** Rules in the answer of `checkov-kubernetes`; what an annotation skips counts, and a file that was not read. Pure. */
export function parseCheckov(output: string): BrokenRules {
  const answer = JSON.parse(output) as Record<'failed_checks' | 'skipped_checks', { check_id: string }[]> & {
    unread_files: string[];
  };
  return tally([
    ...[...answer.failed_checks, ...answer.skipped_checks].map(({ check_id: id }) => id),
    ...answer.unread_files.map(() => 'unread'),
  ]);
}

/** Rules in the answer of `kube-linter lint --format json`, without those of `excluded`, where `*` stands for anything. Pure. */
export function parseKubeLinter(output: string, excluded: readonly string[] = []): BrokenRules {
  const { Reports: reports } = JSON.parse(output) as { Reports: { Check: string }[] | null };
  return tally(
    (reports ?? [])
      .map(({ Check: rule }) => rule)
      .filter((rule) => !excluded.some((pattern) => matchesPattern(pattern, rule))),
  );
}

/**
 * Rules in the answer of `admission`, apart by what they are: `pod-security`, `policies` (those of this repository) and
 * `admission` (all others: what the API server itself would refuse, and what could not be judged). Pure.
 */
export function parseAdmission(output: string): Record<'admission' | 'pod-security' | 'policies', BrokenRules> {
  const { findings } = JSON.parse(output) as { findings: { rule: string }[] };
  const rules = findings.map(({ rule }) => rule);
  const below = (prefix: string) =>
    rules.filter((rule) => rule.startsWith(prefix)).map((rule) => rule.slice(prefix.length));
  return {
    admission: tally(rules.filter((rule) => !/^(?:pod-security|policy)\//.test(rule))),
    'pod-security': tally(below('pod-security/')),
    policies: tally(below('policy/')),
  };
}
