import type { PlannedRelease, Verdict } from '@slipway/contracts';
import { groupFailed, toStopCause } from '../apply/stop-cause.ts';
import { runOrdered } from '../apply/run-ordered.ts';
import { blockedVerdict, isBad, notBegunVerdict } from './idle-verdict.ts';

/** How the releases of a set are carried out and taken back. None of the functions throws. */
export interface GroupSteps {
  /** Releases at work at once. */
  parallel: number;
  /** When one fails, or the run is stopped, all that were changed go back. */
  isAtomic: boolean;
  /** Ends the run. */
  signal: AbortSignal;
  forward(planned: PlannedRelease, waitSignal: AbortSignal): Promise<Verdict>;
  /** Takes a release back that was changed; its verdict then. `verdict` has the cause. */
  back(planned: PlannedRelease, verdict: Verdict): Promise<Verdict>;
  /** Called for each release that is not begun because of another. */
  onBlocked(planned: PlannedRelease, verdict: Verdict): void;
}

/**
 * Carries the releases out beside each other, each after those it comes after. One that fails goes back by
 * itself at once, and nothing that waits for it is begun. In an atomic set nothing at all is begun any more
 * then, the waits of those at work end, and all that were changed go back, dependents first.
 */
export async function runGroup(releases: readonly PlannedRelease[], steps: GroupSteps): Promise<Verdict[]> {
  const { parallel, isAtomic, signal } = steps;
  const group = new AbortController();
  const waitSignal = AbortSignal.any([signal, group.signal]);
  const begun = new Map<string, Promise<Verdict>>();
  const carryOut = async (planned: PlannedRelease): Promise<Verdict> => {
    const verdict = await steps.forward(planned, waitSignal);
    if (verdict.status !== 'failed') return verdict;
    if (isAtomic) group.abort(groupFailed(planned.name));
    return steps.back(planned, verdict);
  };
  const forward = runOrdered(releases, parallel, (planned, before: ReadonlyMap<string, Verdict>) => {
    // After a stop nothing waits for anything any more; a failure is told by what it keeps from beginning.
    const blocking = signal.aborted ? undefined : planned.after.find((name) => isBad(before.get(name)));
    if (blocking !== undefined || waitSignal.aborted) {
      const verdict = blocking === undefined ? notBegunVerdict(planned, waitSignal.reason) : blockedVerdict(planned, blocking); // prettier-ignore
      steps.onBlocked(planned, verdict);
      return Promise.resolve(verdict);
    }
    const work = carryOut(planned);
    begun.set(planned.name, work);
    return work;
  });
  if (!isAtomic) return forward;
  await Promise.race([forward, aborted(waitSignal)]);
  if (!waitSignal.aborted) return forward;
  const changed = releases.filter(({ name }) => begun.has(name)).map((planned) => ({ planned, name: planned.name, after: dependents(planned.name, releases) })); // prettier-ignore
  const taken = await runOrdered(changed.reverse(), parallel, async ({ planned }) => {
    const verdict = (await begun.get(planned.name)) as Verdict;
    if (verdict.status !== 'deployed' && verdict.status !== 'recovered') return verdict;
    return steps.back(planned, { ...verdict, cause: toStopCause(waitSignal.reason, planned.name) });
  });
  const ends = new Map(taken.map((verdict) => [verdict.name, verdict]));
  return (await forward).map((verdict) => ends.get(verdict.name) ?? verdict);
}

function dependents(name: string, releases: readonly PlannedRelease[]): string[] {
  return releases.filter(({ after }) => after.includes(name)).map((release) => release.name);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
