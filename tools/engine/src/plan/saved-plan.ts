import type { LiveVersion, PlannedRelease, SavedPlan } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import { movedFields } from '../live/live-version.ts';
import { sha256 } from '../render/hash.ts';
import { stableJson } from '../render/sort-keys.ts';

const SCHEMA = 'slipway.saved-plan/v1';
/** Places that an error names. */
const SHOWN = 8;

/** A saved plan with its hash over all other fields. Pure. */
export function sealPlan(body: Omit<SavedPlan, 'schema' | 'hash'>): SavedPlan {
  const document = { schema: SCHEMA, ...body } as const;
  return { ...document, hash: hashOf(document) };
}

/**
 * Reads a saved plan. `path` is for errors. Throws `NotAPlan` (exit 64), `PlanVersionUnknown` and `PlanTampered`
 * (exit 3). That the hash fits says little, since anybody can compute it: see `movedSince`. Pure.
 */
export function parseSavedPlan(text: string, path: string): SavedPlan {
  const doing = `read the saved plan ${path}`;
  let document: Partial<SavedPlan> | null;
  try {
    document = JSON.parse(text) as Partial<SavedPlan> | null;
  } catch {
    throw refused('PlanTampered', `${doing}: it was cut short or changed; it is no JSON.`);
  }
  const schema: string = typeof document?.schema === 'string' ? document.schema : '';
  if (!schema.startsWith('slipway.saved-plan/')) {
    throw new SlipwayError({
      code: 'NotAPlan',
      message: `${doing}: it is no saved plan${schema ? ` but ${schema}` : ''}.`,
      hint: 'Save one with "slipway plan --out FILE".',
      exitCode: ExitCodes.usage,
    });
  }
  if (schema !== SCHEMA) {
    throw refused('PlanVersionUnknown', `${doing}: it is ${schema}, and this version of Slipway reads ${SCHEMA}.`);
  }
  const { hash, ...rest } = document as SavedPlan;
  if (!isWhole(document as SavedPlan) || hash !== hashOf(rest)) {
    throw refused('PlanTampered', `${doing}: it was changed or cut short; its hash does not fit.`);
  }
  return document as SavedPlan;
}

/**
 * What is no longer as a saved plan says, in words for people; empty when all is the same. Everything is compared, so
 * that a document whose hashes were made anew is found out as well. Pure.
 */
export function movedSince(saved: SavedPlan, now: SavedPlan): string[] {
  if (saved.cluster !== now.cluster) return ['another cluster'];
  const names = new Set([...saved.plan.releases, ...now.plan.releases].map(({ name }) => name));
  const moved = [...names].sort().flatMap((name) => movedRelease(name, saved, now));
  if (moved.length > 0) return moved;
  return stableJson(timeless(saved)) === stableJson(timeless(now)) ? [] : ['the document itself'];
}

/** Says what moved. Exit 3. Pure. */
export function planStale(moved: readonly string[]): SlipwayError {
  const shown = moved.slice(0, SHOWN).join(', ');
  const more = moved.length > SHOWN ? ` and ${moved.length - SHOWN} more` : '';
  return refused('PlanStale', `carry out the saved plan: since it was made this has changed: ${shown}${more}.`, { moved: [...moved] }); // prettier-ignore
}

function movedRelease(name: string, saved: SavedPlan, now: SavedPlan): string[] {
  const [before, after] = [saved, now].map(({ plan }) => plan.releases.find((release) => release.name === name));
  if (!before || !after) return [`release ${name}`];
  const inputs = movedInputs(before, after);
  const revision = before.baseRevision === after.baseRevision ? [] : [`revision ${before.baseRevision} -> ${after.baseRevision} of ${name}`]; // prettier-ignore
  const [was, is] = [saved, now].map(({ releases }) => releases.find((release) => release.name === name));
  const isSameManifest = before.specHash === after.specHash && stableJson(was?.manifests) === stableJson(is?.manifests);
  const manifests = isSameManifest || inputs.length > 0 ? [] : [`manifests of ${name}`];
  const all = [...inputs, ...manifests, ...revision, ...movedObjects(was?.live ?? [], is?.live ?? [])];
  if (all.length > 0) return all;
  return stableJson(lasting(before)) === stableJson(lasting(after)) ? [] : [`what is to be done with ${name}`];
}

function movedInputs(before: PlannedRelease, after: PlannedRelease): string[] {
  const parts: [string, unknown, unknown][] = [
    ['chart', before.chart, after.chart],
    ['values', before.valuesDigest, after.valuesDigest],
    ['image', before.image, after.image],
  ];
  return parts.flatMap(([word, was, is]) => (stableJson(was ?? null) === stableJson(is ?? null) ? [] : [`${word} of ${before.name}`])); // prettier-ignore
}

function movedObjects(before: readonly LiveVersion[], after: readonly LiveVersion[]): string[] {
  const keyOf = ({ apiVersion, kind, name, namespace }: LiveVersion) => [kind, name, apiVersion, namespace].join('\0');
  const known = new Map(before.map((version) => [keyOf(version), version]));
  return after.flatMap((version) => {
    const was = known.get(keyOf(version));
    const object = `${version.kind}/${version.name}`;
    return was ? movedFields(was, version).map((path) => `${object} ${path}`.trim()) : [object];
  });
}

/** Whether pods are Ready this minute is no part of a plan that does nothing to them. */
function lasting(release: PlannedRelease): PlannedRelease {
  return release.action === 'none' ? { ...release, reasons: [] } : release;
}

function timeless({ madeAt: _madeAt, hash: _hash, ...rest }: SavedPlan) {
  return { ...rest, plan: { ...rest.plan, releases: rest.plan.releases.map(lasting) } };
}

function hashOf(document: Omit<SavedPlan, 'hash'>): string {
  return sha256(stableJson(document));
}

/** As much as the comparison relies on; a hash that fits does not make a document whole. */
function isWhole({ plan, releases, cluster }: Partial<SavedPlan>): boolean {
  const isList = (value: unknown): value is Record<string, unknown>[] =>
    Array.isArray(value) && value.every((entry) => typeof entry === 'object' && entry !== null);
  return (
    typeof cluster === 'string' &&
    typeof plan?.environment === 'string' &&
    isList(plan.releases) &&
    plan.releases.every(({ name, project }) => typeof name === 'string' && typeof project === 'string') &&
    isList(releases) &&
    releases.every(({ live }) => isList(live) && live.every(({ fields }) => typeof fields === 'object' && fields !== null)) // prettier-ignore
  );
}

function refused(code: string, message: string, details: Record<string, unknown> = {}): SlipwayError {
  return new SlipwayError({
    code,
    message,
    hint: 'Nothing was written. Plan again with "slipway plan --out FILE" and look at it anew.',
    exitCode: ExitCodes.planRefused,
    details,
  });
}
