import type { Cause, Clients, DesiredRelease, FieldChange, KubeKind, KubeObject, LiveVersion, PlannedRelease } from '@slipway/contracts'; // prettier-ignore
import { KubeKinds } from '@slipway/contracts';
import { explainReference } from '../diagnose/explain-config.ts';
import { comparable } from '../live/comparable.ts';
import { compareFields } from '../live/compare-fields.ts';
import { diffValues } from '../live/diff-values.ts';
import type { KindResolver } from '../live/kind-resolver.ts';
import { toLiveVersion } from '../live/live-version.ts';
import type { NamespaceState } from '../live/read-namespace.ts';
import { readStoredObjects } from '../live/stored-manifest.ts';
import type { Pool } from '../lint/create-pool.ts';
import { hookTypes } from '../render/normalise-objects.ts';
import { byPlace, changeAt, creationOf, removedExtras } from './field-changes.ts';
import { podToTry, withDefaultAccount } from './pod-to-try.ts';
import { redactChange } from './redact-change.ts';
import { ownKinds } from './own-kinds.ts';
import { toAppliedObject } from './to-applied-object.ts';
import { isMissingRight, isNoDryRun, isRefusal, toRefusal } from './to-refusal.ts';
import { withoutAllocated } from './without-allocated.ts';

/** Who writes the fields of a release: Helm, through whom it is applied. */
export const FIELD_MANAGER = 'helm';

/** What examining needs besides the release. */
export interface ExamineContext {
  clients: Pick<Clients, 'kube' | 'files'>;
  resolve: KindResolver;
  pool: Pool;
  namespace: NamespaceState;
  /** Key for digests of secret values in the release's namespace. */
  key: string | undefined;
  /** Values that may be in no text. */
  secrets: readonly string[];
  signal?: AbortSignal | undefined;
}

/** What the API server says to a planned release, object by object. */
export interface Examined {
  changes: FieldChange[];
  refusals: Cause[];
  notes: string[];
  live: LiveVersion[];
}

const NOTHING: Examined = { changes: [], refusals: [], notes: [], live: [] };

/**
 * Tries every object of a release on the API server, as Helm would apply it, without writing anything: what would
 * change in which field, what would be created and removed, and what would be refused and why. What is not touched
 * (hooks and tests) is not looked at.
 */
export async function examineRelease(
  planned: PlannedRelease,
  desired: DesiredRelease,
  context: ExamineContext,
): Promise<Examined> {
  if (planned.action === 'none') return NOTHING;
  const objects = desired.objects.filter((object) => hookTypes(object).length === 0);
  const stored = planned.baseRevision > 0 ? await readStoredObjects(planned, planned.baseRevision, context.clients.kube) : []; // prettier-ignore
  const known = new Set(stored.map(identity));
  const wanted = new Set(objects.map(identity));
  const gone = stored.filter((object) => !wanted.has(identity(object)) && !isKept(object));
  const examiner = createExaminer(planned, desired, objects, context);
  const parts = await Promise.all([
    ...objects.map((object) => context.pool.run(() => examiner.tried(object, known.has(identity(object))))),
    ...gone.map((object) => context.pool.run(() => examiner.removed(object))),
  ]);
  const changes = parts.flatMap((part) => part.changes);
  const notes = parts.flatMap((part) => part.notes);
  if (context.namespace.phase === 'absent') notes.push(`Namespace ${planned.namespace} does not exist yet: the API server was not asked about these objects.`); // prettier-ignore
  return {
    changes: [...changes, ...removedExtras(planned, changes)]
      .sort(byPlace)
      .map((change) => redactChange(change, context.secrets)),
    refusals: parts.flatMap((part) => part.refusals),
    notes: [...new Set(notes)].sort(),
    live: parts.flatMap((part) => part.live).sort(byPlace),
  };
}

function createExaminer(
  planned: PlannedRelease,
  desired: DesiredRelease,
  objects: readonly KubeObject[],
  context: ExamineContext,
) {
  // prettier-ignore
  const { clients, resolve, namespace, key, secrets, signal } = context;
  const { kube } = clients;
  const options = signal ? { signal } : {};
  const accounts = new Set(objects.filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata.name)); // prettier-ignore
  const comingKinds = ownKinds(desired, clients.files);

  async function tried(object: KubeObject, isKnown: boolean): Promise<Examined> {
    const name = toName(object);
    try {
      const kind = await resolve(object);
      if (!kind) return await withoutKind(object);
      const place = placeOf(object, kind, planned.namespace);
      if (kind.isNamespaced && namespace.phase === 'absent') {
        return { ...NOTHING, changes: [creationOf(object, kind)], live: [toLiveVersion(place, undefined, key)] };
      }
      const live = await kube.get(kind, object.metadata.name, place.namespace);
      const version = [toLiveVersion(place, live, key)];
      if (live && !isKnown && !isOf(live, planned)) return { ...NOTHING, live: version, refusals: [taken(live, name)] };
      const outcome = await tryOn(object, kind, live);
      const isTouched = !live || outcome.changes.length > 0;
      const refusals = isTouched && outcome.refusals.length === 0 ? await tryPod(object, live !== undefined) : outcome.refusals; // prettier-ignore
      return { ...outcome, refusals, live: version };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { ...NOTHING, refusals: [toRefusal(error, name, secrets)] };
    }
  }

  async function tryOn(object: KubeObject, kind: KubeKind, live: KubeObject | undefined): Promise<Examined> {
    const applied = toAppliedObject(object, kind, planned, { live, key });
    const changesOf = (from: KubeObject, to: KubeObject) =>
      diffValues(comparable(from), comparable(to)).map((change) => changeAt(object, kind, change));
    try {
      const result = await kube.dryRunApply(kind, applied, { fieldManager: FIELD_MANAGER, ...options });
      if (!result) return { ...NOTHING, changes: [creationOf(object, kind)], notes: [`${toName(object)} could not be tried: its namespace does not exist.`] }; // prettier-ignore
      if (!live) return { ...NOTHING, changes: [creationOf(object, kind)] };
      return { ...NOTHING, changes: changesOf(live, withoutAllocated(result, applied, live)) };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const { apiVersion: _apiVersion, kind: _kind, ...fields } = comparable(applied);
      const guessed = live ? compareFields(fields, comparable(live)).filter(({ isExtra }) => !isExtra) : [];
      const changes = live ? guessed.map(({ path, from, to }) => changeAt(object, kind, { path, from, to })) : [creationOf(object, kind)]; // prettier-ignore
      if (isNoDryRun(error)) return { ...NOTHING, changes, notes: [`${toName(object)} could not be tried: a webhook of the cluster takes no dry run.`] }; // prettier-ignore
      return { ...NOTHING, changes, refusals: [toRefusal(error, toName(object), secrets)] };
    }
  }

  /** Without the right to make pods nothing is found out here; controllers have it, and deployers need not. */
  async function tryPod(object: KubeObject, isRunning: boolean): Promise<Cause[]> {
    const pod = podToTry(object, planned.namespace);
    if (!pod) return [];
    const attempt = async (candidate: typeof pod) => {
      try {
        await kube.dryRunCreate(KubeKinds.Pod, candidate, options);
        return undefined;
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return error;
      }
    };
    let error = await attempt(pod);
    const account = (pod.spec as { serviceAccountName?: string }).serviceAccountName ?? '';
    if (error && accounts.has(account) && /service ?account/i.test(error.message)) error = await attempt(withDefaultAccount(pod)); // prettier-ignore
    if (!error || isMissingRight(error) || isNoDryRun(error)) return [];
    const refusal = withoutPodName(toRefusal(error, toName(object), secrets), pod.metadata.generateName);
    // Pods of the revision before make room as they go; missing objects may come with the release.
    if (isRunning && refusal.code === 'QuotaExceeded') return [];
    return explainReference(error.message) ? [] : [refusal];
  }

  async function withoutKind(object: KubeObject): Promise<Examined> {
    const changes = [creationOf(object, undefined)];
    const place = { apiVersion: object.apiVersion, kind: object.kind, name: object.metadata.name };
    const live = [toLiveVersion(place, undefined, key)];
    if ((await comingKinds()).has(`${object.apiVersion.split('/')[0]}/${object.kind}`)) {
      return { ...NOTHING, changes, live, notes: [`${toName(object)} could not be tried: its kind comes with this release.`] }; // prettier-ignore
    }
    const refusal: Cause = {
      code: 'ChartInvalid',
      object: toName(object),
      message: `The cluster does not know kind ${object.kind} of ${object.apiVersion}.`,
      logs: [],
      hint: 'Install its CustomResourceDefinition first, or correct apiVersion and kind.',
    };
    return { ...NOTHING, changes, live, refusals: [refusal] };
  }

  async function removed(object: KubeObject): Promise<Examined> {
    const kind = await resolve(object);
    if (!kind) return NOTHING;
    const place = placeOf(object, kind, planned.namespace);
    try {
      const live = await kube.get(kind, object.metadata.name, place.namespace);
      const change = changeAt(object, kind, { path: '', from: 'present', to: null });
      return { ...NOTHING, changes: live ? [change] : [], live: [toLiveVersion(place, live, key)] };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { ...NOTHING, refusals: [toRefusal(error, toName(object), secrets)] };
    }
  }

  return { tried, removed };
}

/** The server draws another name for the pod each time, and the same plan must read the same twice. */
function withoutPodName(cause: Cause, generateName: string): Cause {
  const start = generateName.replace(/[.]/g, '\\.');
  return { ...cause, message: cause.message.replace(new RegExp(`"${start}[a-z0-9]{5}"`, 'g'), `"${generateName}…"`) };
}

function taken({ metadata }: KubeObject, object: string): Cause {
  const release = metadata.annotations?.['meta.helm.sh/release-name'];
  return {
    code: 'NameTaken',
    object,
    message: `It exists and belongs to ${release ? `release ${release}` : 'no release'}.`,
    logs: [],
    hint: 'An object of that name exists and belongs to something else: rename it, or remove the other one.',
  };
}

function isOf({ metadata }: KubeObject, { name, namespace }: PlannedRelease): boolean {
  const { 'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': where } = metadata.annotations ?? {};
  return release === name && (where === undefined || where === namespace);
}

/** Helm leaves these where they are. */
function isKept({ metadata }: KubeObject): boolean {
  return metadata.annotations?.['helm.sh/resource-policy'] === 'keep';
}

function placeOf({ apiVersion, kind, metadata }: KubeObject, known: KubeKind, namespace: string) {
  const { name } = metadata;
  return { apiVersion, kind, name, ...(known.isNamespaced ? { namespace: metadata.namespace ?? namespace } : {}) };
}

function identity({ apiVersion, kind, metadata }: KubeObject): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return `${group}/${kind}/${metadata.name}`;
}

function toName({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.name}`;
}
