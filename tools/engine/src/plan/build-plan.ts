import type { ActionReason, DesiredRelease, FieldChange, LiveRelease, Plan, PlannedRelease } from '@slipway/contracts';
import { SECRET_MARK } from '../render/redact-secrets.ts';
import { sha256 } from '../render/hash.ts';
import { stableJson } from '../render/sort-keys.ts';
import { hookTypes } from '../render/normalise-objects.ts';
import { chooseAction } from './choose-action.ts';
import { orderReleases } from './order-releases.ts';

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

/** A plan with its hash over all other fields. */
export function withHash(plan: Pick<Plan, 'environment' | 'releases'>): Plan {
  const body = { schema: 'slipway.plan/v1' as const, environment: plan.environment };
  return { ...body, hash: sha256(stableJson({ ...body, releases: plan.releases })), releases: plan.releases };
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
    changes: kind === 'install' ? newObjects(desired) : kind === 'none' ? [] : changes.map(redactChange),
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

const SECRET_NAME =
  /(pass(word|wd|phrase)?|secret|token|api[-_]?key|private[-_]?key|credential|authorization|integration[-_]?key)/i;
/** References to Secrets name them, and names are no secret. */
const REFERENCE = /(secretName|secretKeyRef|secretRef|imagePullSecrets|tokenExpirationSeconds|\/name$)/;

/** Hides values whose path says that they are secret. */
export function redactChange(change: FieldChange): FieldChange {
  const hide = (value: unknown) => (value === null || value === undefined ? null : SECRET_MARK);
  if (!SECRET_NAME.test(change.path) || REFERENCE.test(change.path)) return change;
  return { ...change, from: hide(change.from), to: hide(change.to) };
}
