import type { LintExclusion, LintFinding } from '@slipway/contracts';
import { matchesPattern } from './matches-pattern.ts';

/** Findings that stand, those that an exclusion takes away, and how many each takes. */
export interface ExclusionResult {
  standing: LintFinding[];
  excluded: LintFinding[];
  /** In the order of the exclusions. */
  matches: number[];
}

/** Takes the findings away that the policy does not follow. The first exclusion that fits counts. Pure. */
export function applyExclusions(
  findings: readonly LintFinding[],
  exclusions: readonly LintExclusion[],
): ExclusionResult {
  const matches = exclusions.map(() => 0);
  const standing: LintFinding[] = [];
  const excluded: LintFinding[] = [];
  for (const finding of findings) {
    const index = exclusions.findIndex((exclusion) => fits(finding, exclusion));
    if (index < 0) standing.push(finding);
    else {
      matches[index] = (matches[index] ?? 0) + 1;
      excluded.push(finding);
    }
  }
  return { standing, excluded, matches };
}

function fits({ check, rule, object }: LintFinding, exclusion: LintExclusion): boolean {
  return (
    matchesPattern(exclusion.checker, check) &&
    matchesPattern(exclusion.rule, rule) &&
    (exclusion.object === undefined || matchesPattern(exclusion.object, object ?? ''))
  );
}
