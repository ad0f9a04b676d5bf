import type { Cause, DeployEvent, VerificationCheck } from '@slipway/contracts';
import { hintOf } from '@slipway/contracts';
import type { CheckContext, CheckOutcome } from './run-check.ts';
import { runCheck } from './run-check.ts';

/** A cause without its logs, which somebody else reads. */
export type CheckCause = Omit<Cause, 'logs'>;

/**
 * Makes all checks of a release beside each other and tells each. Gives the cause when a required one failed:
 * that of the first in the order of the file. Throws only when the signal aborts.
 */
export async function runChecks(
  checks: readonly VerificationCheck[],
  context: CheckContext,
  emit: (event: DeployEvent) => void,
): Promise<CheckCause | undefined> {
  const { release } = context;
  const outcomes = await Promise.all(
    checks.map(async (check) => {
      const outcome = await runCheck(check, context);
      emit({
        type: 'operation',
        id: `${release}/check/${outcome.name}`,
        release,
        kind: 'check',
        state: outcome.passed ? 'done' : 'failed',
        detail: `${outcome.name}: ${outcome.message}${outcome.passed || outcome.required ? '' : ' It is not required.'}`,
      });
      return outcome;
    }),
  );
  const failed = outcomes.filter(({ passed, required }) => required && !passed);
  return failed[0] && toCause(failed[0], failed.length - 1);
}

function toCause({ name, message, hint }: CheckOutcome, others: number): CheckCause {
  return {
    code: 'VerificationFailed',
    object: `Check/${name}`,
    message: others > 0 ? `${message} ${others} more failed.` : message,
    hint: hint ?? hintOf('VerificationFailed'),
  };
}
