import type { KubeObject } from '@slipway/contracts';
import { escapeSegment, isMap, MERGE_KEYS } from './compare-fields.ts';
import { childAt, toSegments } from './json-path.ts';

type FieldTree = { [key: string]: FieldTree };

/** Who wrote fields of an object, as the API server keeps it in `metadata.managedFields`. */
export interface FieldOwner {
  manager: string;
  /** ISO 8601 of its last write. */
  at?: string;
  role: 'helm' | 'controller' | 'foreign';
  tree: FieldTree;
}

/** An entry or field that a manager added by itself. */
export interface ForeignField {
  path: string;
  live: unknown;
  owner: FieldOwner;
}

interface ManagedFields {
  manager?: string;
  subresource?: string;
  /** Absent or null for a write through a subresource. */
  time?: string | null;
  fieldsV1?: FieldTree;
}

const HELM = /^helm$/i;
/** Programs that write to objects as their work, not because somebody asked them to change this one. */
const CONTROLLER =
  /controller|operator|autoscaler|injector|webhook|^(kube-|cloud-|cluster-|vpa-|keda|istio|linkerd|kyverno|gatekeeper|argo-rollouts|flagger|kubelet|k3s|rke2|eks|gke-|aks-|node$)/i;

/** The owners of an object's fields, oldest write first. Status is nobody's in this. Pure. */
export function fieldOwners({ metadata }: KubeObject): FieldOwner[] {
  const managed = (metadata.managedFields ?? []) as ManagedFields[];
  return managed
    .filter(({ subresource, fieldsV1 }) => subresource !== 'status' && fieldsV1 !== undefined)
    .map(({ manager = '', time, fieldsV1 }) => ({
      manager,
      ...(time ? { at: time } : {}),
      role: HELM.test(manager) ? ('helm' as const) : CONTROLLER.test(manager) ? ('controller' as const) : ('foreign' as const), // prettier-ignore
      tree: fieldsV1 as FieldTree,
    }))
    .sort((a, b) => compare(a.at ?? '', b.at ?? ''));
}

/** Whether an owner owns what stands at a JSON pointer of the live object, or something in it. Pure. */
export function owns({ tree }: FieldOwner, object: KubeObject, path: string): boolean {
  let node: FieldTree | undefined = tree;
  let value: unknown = object;
  for (const segment of toSegments(path)) {
    if (Object.keys(node).length === 0) return true; // An atomic value is owned as a whole.
    const child: unknown = childAt(value, segment);
    node = nodeOf(node, value, segment, child);
    if (node === undefined) return false;
    value = child;
  }
  return true;
}

/**
 * What others than Helm and controllers put into an object, and the wanted object does not mention: fields and
 * entries of lists, each once, outermost. Labels and annotations are free for everybody. Pure.
 */
export function foreignFields(wanted: KubeObject, live: KubeObject): ForeignField[] {
  return fieldOwners(live)
    .filter(({ role }) => role === 'foreign')
    .flatMap((owner) => {
      const { 'f:metadata': _metadata, 'f:status': _status, ...tree } = owner.tree;
      return walk(tree, wanted, live, '').map((found) => ({ ...found, owner }));
    });
}

function walk(tree: FieldTree, wanted: unknown, live: unknown, path: string): { path: string; live: unknown }[] {
  return Object.entries(tree).flatMap(([key, below]) => {
    const found = stepInto(key, wanted, live);
    if (!found || found.live === undefined) return [];
    const here = `${path}/${escapeSegment(found.segment)}`;
    // A dot says that the manager made the map or entry itself; without one it only put something into it.
    const isOwn = '.' in below || Object.keys(below).length === 0;
    if (found.wanted === undefined && isOwn) return IGNORED.test(here) ? [] : [{ path: here, live: found.live }];
    return walk(below, found.wanted, found.live, here);
  });
}

/** `kubectl rollout restart` leaves its time here; that pods were made anew is no drift. */
const IGNORED = /\/annotations(\/kubectl\.kubernetes\.io~1restartedAt)?$/;

function stepInto(key: string, wanted: unknown, live: unknown) {
  if (key.startsWith('f:')) {
    const segment = key.slice(2);
    return { segment, wanted: childAt(wanted, segment), live: childAt(live, segment) };
  }
  if (!key.startsWith('k:')) return undefined;
  const keys = JSON.parse(key.slice(2)) as Record<string, unknown>;
  const entryOf = (list: unknown) => (Array.isArray(list) ? list.find((entry) => fits(entry, keys)) : undefined) as unknown; // prettier-ignore
  const entry = entryOf(live);
  const name = isMap(entry) ? MERGE_KEYS.find((one) => entry[one] !== undefined) : undefined;
  if (name === undefined) return undefined;
  return { segment: String((entry as Record<string, unknown>)[name]), wanted: entryOf(wanted), live: entry };
}

/** A wanted entry leaves out what the server fills in (`protocol`). */
function fits(entry: unknown, keys: Record<string, unknown>): boolean {
  if (!isMap(entry)) return false;
  const pairs = Object.entries(keys);
  return pairs.every(([key, value]) => entry[key] === undefined || entry[key] === value) && pairs.some(([key]) => entry[key] !== undefined); // prettier-ignore
}

function nodeOf(node: FieldTree, holder: unknown, segment: string, child: unknown): FieldTree | undefined {
  if (!Array.isArray(holder)) return node[`f:${segment}`];
  for (const [key, below] of Object.entries(node)) {
    if (key.startsWith('k:') && fits(child, JSON.parse(key.slice(2)) as Record<string, unknown>)) return below;
    if (key === `v:${JSON.stringify(child)}`) return below;
  }
  return undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
