import type { FieldChange, KubeKind, KubeObject, PlannedRelease } from '@slipway/contracts';

/** A change of an object, with the scope where it is in no namespace. Pure. */
export function changeAt(
  { kind, metadata }: KubeObject,
  known: KubeKind | undefined,
  change: Pick<FieldChange, 'path' | 'from' | 'to'>,
): FieldChange {
  // prettier-ignore
  return { kind, name: metadata.name, ...change, ...(known && !known.isNamespaced ? { scope: 'Cluster' as const } : {}) };
}

/** The object is not there yet. Pure. */
export function creationOf(object: KubeObject, kind: KubeKind | undefined): FieldChange {
  return changeAt(object, kind, { path: '', from: null, to: 'created' });
}

/** A deploy also takes away what somebody added to drifted workloads, which server-side apply leaves alone. Pure. */
export function removedExtras({ reasons, changes }: PlannedRelease, found: readonly FieldChange[]): FieldChange[] {
  if (!reasons.includes('Drifted')) return [];
  const places = new Set(found.map(placeKey));
  return changes.filter((change) => change.to === null && change.path !== '' && !places.has(placeKey(change)));
}

/** Orders by kind, name and path. Pure. */
export function byPlace(a: { kind: string; name: string; path?: string }, b: typeof a): number {
  return placeKey(a) < placeKey(b) ? -1 : placeKey(a) > placeKey(b) ? 1 : 0;
}

function placeKey({ kind, name, path = '' }: { kind: string; name: string; path?: string }): string {
  return [kind, name, path].join('\0');
}
