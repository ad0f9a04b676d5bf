import type { ManifestChecker, RenderedManifests } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import type { RawFinding } from '../findings/raw-finding.ts';
import { toCheckerFindings } from '../to-findings.ts';

/**
 * What a checker finds. Some cannot read an object that has a number where a text belongs, and stop: where
 * `hasFaults` says that the chart's objects are not what the API has, that is one finding and the others are shown
 * as well. Throws its error where they are, since the checker itself is broken then.
 */
export async function runChecker(
  checker: ManifestChecker,
  given: readonly RenderedManifests[],
  { hasFaults, signal }: { hasFaults: () => Promise<boolean>; signal: AbortSignal | undefined },
): Promise<RawFinding[]> {
  try {
    return toCheckerFindings(await checker.check(given, signal), checker.name);
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'CheckerFailed' || !(await hasFaults())) throw error;
    return [
      {
        severity: 'error',
        check: checker.name,
        rule: 'unreadable',
        message: error.message,
        fix: 'Correct what the check "schema" says of this chart: nothing else is known of it here until then.',
      },
    ];
  }
}

/**
 * The finding for an analyzer that stopped at a NetworkPolicy which contradicts itself (rules of a direction that
 * policyTypes does not name). Undefined for any other error.
 */
export function toUnreadablePolicy(error: unknown): RawFinding | undefined {
  if (!(error instanceof SlipwayError) || error.code !== 'CheckerFailed' || !/\bNetworkPolicy\b/.test(error.message))
    return undefined;
  return {
    severity: 'error',
    check: 'reachability',
    rule: 'unreadable',
    message: error.message,
    fix: 'Correct the NetworkPolicy; the checks of the chart that renders it name its file.',
  };
}
