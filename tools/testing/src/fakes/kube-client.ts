import type { KubeClient, KubeKind, KubeObject, ListOptions, WatchEvent } from '@slipway/contracts';
import { KubeKinds, SlipwayError } from '@slipway/contracts';
import type { FakeHttp } from './http-client.ts';
import { nextAnswer } from './http-client.ts';

/** A cluster in memory, with what a test wants to know of it. */
export interface FakeKube extends KubeClient {
  /** Puts an object as a controller would; watchers see it. */
  put(object: KubeObject): void;
  /** Removes an object as a controller would. */
  drop(kind: string, name: string, namespace?: string): void;
  all(kind: string): KubeObject[];
  /** Every call, as `verb plural name`. */
  calls: string[];
  /** How many watches are open, so that a test can wait for one. */
  watchCount(): number;
  /** Kinds that the server serves besides those of `KubeKinds`. */
  kinds: KubeKind[];
  /** What a dry run of `Kind/name` ends with; a created object without a name goes by its `generateName`. */
  refusals: Record<string, Error>;
  /** Log lines by `pod/container`; those of streams have a time in front. */
  podLogs: Record<string, string[]>;
  /** Answers through the service proxy, by `service:port/path`; see `createFakeHttp`. */
  services: FakeHttp['answers'];
  /** Rights that are missing, as `verb resource`. */
  missing: string[];
}

type Listener = (event: WatchEvent & { object: KubeObject }) => void;

/** An empty cluster. Objects get uid and resource version like those of the API server; nothing reconciles. */
export function createFakeKube(objects: readonly KubeObject[] = []): FakeKube {
  const store = new Map<string, KubeObject>();
  const listeners = new Set<Listener>();
  const calls: string[] = [];
  const podLogs: Record<string, string[]> = {};
  const kinds: KubeKind[] = [];
  const refusals: Record<string, Error> = {};
  const services: FakeHttp['answers'] = {};
  const missing: string[] = [];
  let version = 0;
  const keyOf = (kind: string, name: string, namespace?: string) => `${kind}/${namespace ?? ''}/${name}`;
  const save = (object: KubeObject) => {
    version += 1;
    const { name, namespace } = object.metadata;
    const key = keyOf(object.kind, name, namespace);
    const known = store.get(key);
    const uid = object.metadata.uid ?? known?.metadata.uid ?? `uid-${version}`;
    const saved = { ...object, metadata: { ...object.metadata, uid, resourceVersion: String(version) } };
    store.set(key, saved);
    for (const listener of listeners) listener({ type: known ? 'MODIFIED' : 'ADDED', object: saved });
    return structuredClone(saved);
  };
  const erase = (kind: string, name: string, namespace?: string) => {
    const key = keyOf(kind, name, namespace);
    const object = store.get(key);
    store.delete(key);
    version += 1;
    if (object) for (const listener of listeners) listener({ type: 'DELETED', object });
    return object !== undefined;
  };
  const call = (verb: string, kind: KubeKind, name = '') => calls.push(`${verb} ${kind.plural} ${name}`.trim());
  for (const object of objects) save(object);

  return {
    calls,
    podLogs,
    kinds,
    refusals,
    services,
    missing,
    watchCount: () => listeners.size,
    put: (object) => void save(object),
    drop: (kind, name, namespace = 'shop') => void erase(kind, name, namespace),
    all: (kind) => [...store.values()].filter((object) => object.kind === kind),
    get(kind, name, namespace) {
      call('get', kind, name);
      const object = store.get(keyOf(kind.kind, name, kind.isNamespaced ? namespace : undefined));
      return Promise.resolve(object && structuredClone(object));
    },
    list(kind, options = {}) {
      call('list', kind);
      const found = [...store.values()].filter((object) => object.kind === kind.kind && isSelected(object, options));
      const items = found.map((object) => structuredClone(options.metadataOnly ? metadataOf(object) : object));
      return Promise.resolve({ items, resourceVersion: String(version) });
    },
    async *watch(kind, options) {
      const queue: (WatchEvent & { object: KubeObject })[] = [];
      let wake = () => undefined as void;
      const listener: Listener = (event) => {
        if (event.object.kind !== kind.kind || !isSelected(event.object, options)) return;
        queue.push(structuredClone(event));
        wake();
      };
      listeners.add(listener);
      options.signal.addEventListener('abort', () => wake());
      try {
        while (!options.signal.aborted) {
          const event = queue.shift();
          if (event) yield event;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        listeners.delete(listener);
      }
    },
    create(kind, object) {
      call('create', kind, object.metadata.name);
      const isThere = store.has(keyOf(kind.kind, object.metadata.name, object.metadata.namespace));
      return isThere ? refuse('AlreadyExists', object) : Promise.resolve(save(object));
    },
    replace(kind, object) {
      call('update', kind, object.metadata.name);
      const known = store.get(keyOf(kind.kind, object.metadata.name, object.metadata.namespace));
      const asked = object.metadata.resourceVersion;
      const isStale = !known || (asked !== undefined && asked !== known.metadata.resourceVersion);
      return isStale ? refuse('Conflict', object) : Promise.resolve(save(object));
    },
    patch(kind, name, namespace, patch) {
      call('patch', kind, name);
      const known = store.get(keyOf(kind.kind, name, namespace));
      return Promise.resolve(known && save(merge(known, patch) as KubeObject));
    },
    delete(kind, name, namespace, { uid, resourceVersion } = {}) {
      call('delete', kind, name);
      const key = kind.isNamespaced ? namespace : undefined;
      const known = store.get(keyOf(kind.kind, name, key));
      return Promise.resolve(
        known !== undefined &&
          (uid === undefined || known.metadata.uid === uid) &&
          (resourceVersion === undefined || known.metadata.resourceVersion === resourceVersion) &&
          erase(kind.kind, name, key),
      );
    },
    resources(apiVersion) {
      calls.push(`discover ${apiVersion}`);
      const all: KubeKind[] = [...Object.values<KubeKind>(KubeKinds), ...kinds];
      return Promise.resolve(all.filter((kind) => kind.apiVersion === apiVersion));
    },
    dryRunApply(kind, object) {
      call('dry-run', kind, object.metadata.name);
      const refusal = refusals[`${kind.kind}/${object.metadata.name}`];
      if (refusal) return Promise.reject(refusal);
      const { name, namespace } = object.metadata;
      const known = store.get(keyOf(kind.kind, name, kind.isNamespaced ? namespace : undefined));
      return Promise.resolve(structuredClone(apply(known, object) as KubeObject));
    },
    dryRunCreate(kind, object) {
      const { generateName } = object.metadata;
      call('dry-run', kind, generateName);
      const refusal = refusals[`${kind.kind}/${generateName}`];
      const metadata = { ...object.metadata, name: `${generateName}x` };
      return refusal ? Promise.reject(refusal) : Promise.resolve({ ...object, metadata } as KubeObject);
    },
    async *streamLogs({ pod, container, tailLines }) {
      call('logs', KubeKinds.Pod, pod);
      const lines = podLogs[`${pod}/${container}`] ?? [];
      yield* tailLines === undefined ? lines : lines.slice(-tailLines);
    },
    missingRights: (checks) =>
      Promise.resolve(checks.filter(({ verb, resource }) => missing.includes(`${verb} ${resource}`))),
    serverInfo: () => Promise.resolve({ server: 'https://fake', context: 'fake', version: 'v1.36.2', clockAheadMs: 0 }),
    openPort: ({ pod }) =>
      Promise.reject(new SlipwayError({ code: 'PodNotFound', message: `connect to pod ${pod}: there is none.` })),
    logs: ({ pod, container, tailLines }) => Promise.resolve((podLogs[`${pod}/${container}`] ?? []).slice(-tailLines)),
    throughService({ service, port, path }) {
      calls.push(`get services/proxy ${service}`);
      return nextAnswer(services, `${service}:${port}${path}`).catch(() => {
        throw new SlipwayError({
          code: 'ServiceUnreachable',
          message: `get services/proxy ${service}: no endpoints available for service "${service}".`,
          hint: 'Does the Service exist, with this port, and is a Ready pod behind it?',
        });
      });
    },
  };
}

function refuse(code: string, { kind, metadata }: KubeObject): Promise<never> {
  return Promise.reject(new SlipwayError({ code, message: `write ${kind} ${metadata.name}: ${code}.` }));
}

function isSelected(object: KubeObject, { namespace, labelSelector, fieldSelector }: ListOptions): boolean {
  const { metadata } = object;
  if (namespace !== undefined && metadata.namespace !== namespace) return false;
  const fields: Record<string, unknown> = { 'metadata.name': metadata.name, type: object.type };
  return matches(labelSelector, metadata.labels ?? {}) && matches(fieldSelector, fields);
}

/** `a=b,c!=d`, or a name alone for one that is there. */
function matches(selector: string | undefined, values: Record<string, unknown>): boolean {
  return (selector ?? '').split(',').filter(Boolean).every((term) => {
    const [name = '', value] = term.split(/!?=/);
    if (value === undefined) return values[name] !== undefined;
    return term.includes('!=') ? values[name] !== value : values[name] === value;
  }); // prettier-ignore
}

function metadataOf({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  return { apiVersion, kind, metadata };
}

/** Server-side apply, as far as tests need it: maps and lists of named entries are merged, all else is replaced. */
function apply(known: unknown, wanted: unknown): unknown {
  if (Array.isArray(wanted) && Array.isArray(known) && [...wanted, ...known].every(isNamed)) {
    const names = new Set(wanted.map(({ name }) => name));
    const merged = wanted.map((entry) => apply(known.find(({ name }) => name === entry.name), entry)); // prettier-ignore
    return [...merged, ...known.filter(({ name }) => !names.has(name))];
  }
  if (!isMap(wanted) || !isMap(known)) return wanted;
  const entries = Object.entries(wanted).map(([key, value]) => [key, apply(known[key], value)]);
  return { ...known, ...Object.fromEntries(entries) };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNamed(value: unknown): value is { name: string } {
  return isMap(value) && typeof value.name === 'string';
}

/** JSON merge patch (RFC 7396). */
function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = { ...(typeof target === 'object' ? target : {}) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merge(result[key], value);
  }
  return result;
}
