import type { Approval, DeployResult, ExitCode, Plan, TakenOver, Verdict } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import { isBad } from './idle-verdict.ts';

/** What a run came to. */
export interface RunEnd {
  releases: Verdict[];
  takenOver?: TakenOver[];
  approval?: Approval | undefined;
}

/** The end of a command out of its verdicts. `signal` stands for a stop from outside. Pure. */
export function toResult(
  { environment, hash: planHash }: Pick<Plan, 'environment' | 'hash'>,
  { releases, takenOver = [], approval }: RunEnd,
  signal: AbortSignal | undefined,
): DeployResult {
  return {
    schema: 'slipway.result/v1',
    environment,
    exitCode: toExitCode(releases, signal),
    planHash,
    ...(approval ? { approval } : {}),
    ...(takenOver.length > 0 ? { takenOver } : {}),
    releases,
  };
}

function toExitCode(releases: readonly Verdict[], signal: AbortSignal | undefined): ExitCode {
  if (signal?.aborted) {
    return signal.reason instanceof SlipwayError ? signal.reason.exitCode : ExitCodes.interrupted;
  }
  const bad = releases.filter(isBad);
  if (bad.length === 0) return ExitCodes.ok;
  const roots = bad.filter(({ status }) => status !== 'skipped');
  return roots.length > 0 && roots.every(({ cause }) => cause?.code === 'ReleaseBusy')
    ? ExitCodes.locked
    : ExitCodes.failed;
}
