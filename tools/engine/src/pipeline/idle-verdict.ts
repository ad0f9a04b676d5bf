import type { PlannedRelease, Verdict } from '@slipway/contracts';
import { toStopCause } from '../apply/stop-cause.ts';

/** A release before anything was done to it; what happens is put over it. Pure. */
export function idleVerdict({ name, project, namespace, baseRevision, image }: PlannedRelease): Verdict {
  return {
    name,
    project,
    namespace,
    status: 'skipped',
    revision: baseRevision,
    formerRevision: baseRevision,
    durationMs: 0,
    needsVerification: false,
    ...(image ? { image } : {}),
  };
}

/** A release that waits for one that did not come about. Pure. */
export function blockedVerdict(planned: PlannedRelease, blocking: string): Verdict {
  const message = `${blocking} comes first and failed.`;
  const hint = `See the cause of ${blocking}.`;
  return { ...idleVerdict(planned), cause: { code: 'DependencyFailed', object: `Release/${blocking}`, message, logs: [], hint } }; // prettier-ignore
}

/** A release that was not begun when the run ended for `reason`. Pure. */
export function notBegunVerdict(planned: PlannedRelease, reason: unknown): Verdict {
  return { ...idleVerdict(planned), cause: toStopCause(reason, planned.name, false) };
}

/** Whether what comes after a release may not begin. Pure. */
export function isBad(verdict: Verdict | undefined): boolean {
  return verdict !== undefined && ['failed', 'rolled-back', 'skipped'].includes(verdict.status);
}

/** Whether a release is as it should be, its tests included. Pure. */
export function isGoodEnd({ status, needsVerification }: Verdict): boolean {
  return !needsVerification && ['deployed', 'recovered', 'unchanged'].includes(status);
}
