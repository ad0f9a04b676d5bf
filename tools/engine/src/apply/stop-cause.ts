import type { Cause } from '@slipway/contracts';
import { hintOf, SlipwayError } from '@slipway/contracts';
import { toErrorCause } from '../diagnose/error-cause.ts';

/** Why the waits of a run end when one of its releases has failed and all go back as one. */
export function groupFailed(culprit: string): SlipwayError {
  return new SlipwayError({
    code: 'GroupFailed',
    message: `${culprit} failed, and the releases of this run go back together.`,
    hint: `See the cause of ${culprit}; --no-atomic keeps what went well.`,
    details: { culprit },
  });
}

/** The reason of an aborted signal as the cause of a release that it ended, or kept from beginning. Pure. */
export function toStopCause(reason: unknown, release: string, isBegun = true): Cause {
  if (reason instanceof SlipwayError && reason.code === 'GroupFailed') {
    const object = `Release/${String(reason.details.culprit)}`;
    return { code: 'GroupFailed', object, message: reason.message, logs: [], hint: reason.hint ?? '' };
  }
  if (reason instanceof SlipwayError && reason.code === 'Locked') return toErrorCause(reason, release);
  return {
    code: 'Stopped',
    object: `Release/${release}`,
    message: isBegun ? 'It was stopped before it was done.' : 'It was not begun before the stop.',
    logs: [],
    hint: hintOf('Stopped'),
  };
}
