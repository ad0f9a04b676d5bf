import type { ActionReason, DesiredRelease, FieldChange, LiveRelease, Plan, PlannedRelease } from '@slipway/contracts';
import { sha256 } from '../render/hash.ts';
import { stableJson } from '../render/sort-keys.ts';
import { hookTypes } from '../render/normalise-objects.ts';
import { chooseAction } from './choose-action.ts';
import { orderReleases } from './order-releases.ts';
import { redactChange } from './redact-change.ts';

/** Wanted and live state of one release. */
export interface ReleasePair {
  desired: DesiredRelease;
  live: LiveRelease | undefined;
  /** Where live workloads differ from wanted ones. */
  changes: FieldChange[];
}

/** Decides everything. Pure: the same pairs give the same plan, and the same hash. */
export function buildPlan(environment: string, pairs: readonly ReleasePair[]): Plan {
  const names = new Set(pairs.map(({ desired }) => desired.name));
  const releases = orderReleases(pairs.map((pair) => toPlanned(pair, names)));
  return withHash({ environment, releases });
}

/** A plan with its hash over what is to be done; how closely was looked does not change it. */
export function withHash(plan: Pick<Plan, 'environment' | 'releases'>): Plan {
  const body = { schema: 'slipway.plan/v1' as const, environment: plan.environment };
  const decided = plan.releases.map(({ changes: _changes, refusals: _refusals, notes: _notes, ...release }) => ({
    ...release,
    reasons: release.action === 'none' ? [] : release.reasons, // Pods that come and go are no other plan.
  }));
  return { ...body, hash: sha256(stableJson({ ...body, releases: decided })), releases: plan.releases };
}

function toPlanned({ desired, live, changes }: ReleasePair, names: ReadonlySet<string>): PlannedRelease {
  const { kind, reason } = chooseAction(desired, live);
  return {
    name: desired.name,
    project: desired.project,
    namespace: desired.namespace,
    action: kind,
    reasons: toReasons(reason, desired, live),
    ...(desired.image ? { image: desired.image } : {}),
    chart: desired.chart,
    valuesDigest: desired.valuesDigest,
    changes:
      kind === 'install' ? newObjects(desired) : kind === 'none' ? [] : changes.map((change) => redactChange(change)),
    after: desired.after.filter((name) => names.has(name)),
    specHash: desired.specHash,
    baseRevision: live?.revision ?? 0,
  };
}

/** Besides the deciding reason those that hold as well, so that nobody fixes one to meet the next. */
function toReasons(first: ActionReason, desired: DesiredRelease, live: LiveRelease | undefined): ActionReason[] {
  const reasons = new Set<ActionReason>([first]);
  if (live && live.status !== 'uninstalled' && live.specHash !== desired.specHash) reasons.add('SpecChanged');
  if (live && first !== 'ReleaseNotFound' && live.workloadDrift.length > 0 && live.specHash === desired.specHash) {
    reasons.add('Drifted');
  }
  return [...reasons];
}

function newObjects(desired: DesiredRelease): FieldChange[] {
  return desired.objects
    .filter((object) => hookTypes(object).length === 0)
    .map(({ kind, metadata }) => ({ kind, name: metadata.name, path: '', from: null, to: 'created' }));
}
