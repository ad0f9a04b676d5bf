import type { DeployResult, ExitCode, Verdict } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';

/** The end of a command out of its verdicts. `signal` stands for a stop from outside. Pure. */
export function toResult(
  environment: string,
  planHash: string,
  releases: Verdict[],
  signal: AbortSignal | undefined,
): DeployResult {
  return { schema: 'slipway.result/v1', environment, exitCode: toExitCode(releases, signal), planHash, releases };
}

function toExitCode(releases: readonly Verdict[], signal: AbortSignal | undefined): ExitCode {
  if (signal?.aborted) {
    return signal.reason instanceof SlipwayError ? signal.reason.exitCode : ExitCodes.interrupted;
  }
  const bad = releases.filter(({ status }) => ['failed', 'rolled-back', 'skipped'].includes(status));
  if (bad.length === 0) return ExitCodes.ok;
  const roots = bad.filter(({ status }) => status !== 'skipped');
  return roots.length > 0 && roots.every(({ cause }) => cause?.code === 'ReleaseBusy')
    ? ExitCodes.locked
    : ExitCodes.failed;
}
