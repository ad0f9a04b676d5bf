import type { LintExclusion, LintFinding } from '@slipway/contracts';

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
    toPattern(exclusion.checker).test(check) &&
    toPattern(exclusion.rule).test(rule) &&
    (exclusion.object === undefined || toPattern(exclusion.object).test(object ?? ''))
  );
}

/** `*` stands for any characters. */
function toPattern(text: string): RegExp {
  const escaped = text.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`);
}
