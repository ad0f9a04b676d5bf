import type { Drift, KubeObject } from '@slipway/contracts';
import { compareFields } from '../live/compare-fields.ts';
import type { FieldOwner } from '../live/managed-fields.ts';
import { fieldOwners, foreignFields, owns } from '../live/managed-fields.ts';
import { isGoneByItself } from '../live/workload-drift.ts';
import { redactValue } from '../plan/redact-change.ts';
import { redactSecrets } from '../render/redact-secrets.ts';

/** Two digests of the same value are equal; they go nowhere. */
const COMPARISON_KEY = 'drift';

type Found = Pick<Drift, 'path' | 'change' | 'desired' | 'live'> & { owner?: FieldOwner | undefined };

/**
 * Where a live object is not what Helm wrote, and who did that. Fields that Helm still owns, and those that only
 * controllers own, are no drift however they look: the API server or an admission webhook made them so. Pure.
 */
export function findDrift(desired: KubeObject, live: KubeObject | undefined): Drift[] {
  const object = { kind: desired.kind, name: desired.metadata.name };
  if (!live) return isGoneByItself(desired) ? [] : [{ ...object, path: '', change: 'missing', desired: 'present', live: null }]; // prettier-ignore
  const [wanted, found] = redactSecrets([desired, live], COMPARISON_KEY) as [KubeObject, KubeObject];
  return [...changedFields(wanted, found), ...extraFields(wanted, found)]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ owner, ...drift }) => ({
      ...object,
      ...drift,
      desired: redactValue(drift.desired, { kind: desired.kind, path: drift.path }),
      live: redactValue(drift.live, { kind: desired.kind, path: drift.path }),
      ...(owner ? { manager: owner.manager, ...(owner.at ? { at: owner.at } : {}) } : {}),
    }));
}

function changedFields(desired: KubeObject, live: KubeObject): Found[] {
  const owners = fieldOwners(live);
  const lastHand = owners.filter(({ role }) => role === 'foreign').at(-1);
  return compareFields(fieldsOf(desired), fieldsOf(live))
    .filter(({ isExtra }) => !isExtra)
    .flatMap(({ path, from, to }) => {
      const found = { path, change: 'changed' as const, desired: to, live: from };
      if (owners.length === 0) return [found]; // A server that says nothing of owners.
      const own = owners.filter((owner) => owns(owner, live, path));
      const owner = own.length > 0 ? own.filter(({ role }) => role === 'foreign').at(-1) : lastHand;
      return owner ? [{ ...found, owner }] : [];
    });
}

function extraFields(desired: KubeObject, live: KubeObject): Found[] {
  return foreignFields(desired, live).map(({ path, live: value, owner }) => ({
    path,
    change: 'extra' as const,
    desired: null,
    live: value,
    owner,
  }));
}

/** What a chart can say of an object besides its name. */
function fieldsOf({ apiVersion: _apiVersion, kind: _kind, metadata, status: _status, ...rest }: KubeObject) {
  const { labels, annotations } = metadata;
  return { ...rest, metadata: { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) } };
}
