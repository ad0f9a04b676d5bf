import type { ActionKind, ActionReason, DesiredRelease, LiveRelease } from '@slipway/contracts';

/** What one release needs, and why. */
export interface ReleaseAction {
  kind: ActionKind;
  reason: ActionReason;
}

/** Decides what one release needs. Pure; the first matching line wins. */
export function chooseAction(desired: Pick<DesiredRelease, 'specHash'>, live: LiveRelease | undefined): ReleaseAction {
  if (!live || live.status === 'uninstalled') return { kind: 'install', reason: 'ReleaseNotFound' };
  if (live.status.startsWith('pending-') || live.status === 'uninstalling') {
    return { kind: 'recover', reason: 'ReleasePending' };
  }
  if (live.status !== 'deployed' || live.outcome === 'failed') return { kind: 'upgrade', reason: 'LastRevisionFailed' };
  if (live.specHash !== desired.specHash) return { kind: 'upgrade', reason: 'SpecChanged' };
  if (live.workloadDrift.length > 0) return { kind: 'upgrade', reason: 'Drifted' };
  if (!live.isReady) return { kind: 'none', reason: 'NotReady' };
  return { kind: 'none', reason: live.outcome === 'verified' ? 'UpToDate' : 'NotVerified' };
}
