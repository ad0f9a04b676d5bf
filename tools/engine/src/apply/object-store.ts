import type { KubeObject } from '@slipway/contracts';

/** Objects by kind, each as new as was ever told. */
export interface ObjectStore {
  /** Takes an object unless a newer state of it is known. */
  put(object: KubeObject): void;
  remove(object: KubeObject): void;
  /** Drops what a list of that resource version does not have (any more). */
  keep(kind: string, items: readonly KubeObject[], resourceVersion: string): void;
  /** The same array until something changes. */
  list(kind: string): readonly KubeObject[];
}

/** An empty store. */
export function createObjectStore(): ObjectStore {
  const kinds = new Map<string, Map<string, KubeObject>>();
  const lists = new Map<string, readonly KubeObject[]>();
  const of = (kind: string) => kinds.get(kind) ?? kinds.set(kind, new Map()).get(kind) as Map<string, KubeObject>; // prettier-ignore
  const change = (kind: string) => {
    lists.delete(kind);
    return of(kind);
  };
  return {
    put(object) {
      if (!isOlder(versionOf(object), versionOf(of(object.kind).get(keyOf(object))))) {
        change(object.kind).set(keyOf(object), object);
      }
    },
    remove: (object) => void change(object.kind).delete(keyOf(object)),
    keep(kind, items, resourceVersion) {
      const there = new Set(items.map(keyOf));
      for (const [key, object] of of(kind)) {
        // Made after the list was: a watch may be faster.
        const isNewer = isOlder(Number(resourceVersion), versionOf(object));
        if (!there.has(key) && !isNewer) change(kind).delete(key);
      }
    },
    list(kind) {
      const known = lists.get(kind) ?? [...of(kind).values()];
      lists.set(kind, known);
      return known;
    },
  };
}

function keyOf({ metadata }: KubeObject): string {
  return metadata.uid ?? metadata.name;
}

/** Resource versions only grow (kubernetes/enhancements 5504 says so of all servers); where they are no numbers the last word counts. */
function versionOf(object: KubeObject | undefined): number {
  return Number(object?.metadata.resourceVersion);
}

function isOlder(one: number, other: number): boolean {
  return Number.isFinite(one) && Number.isFinite(other) && one < other;
}
