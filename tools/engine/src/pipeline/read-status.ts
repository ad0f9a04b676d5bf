import type { Clients, KubeObject, LiveRevision, Service } from '@slipway/contracts';
import { KubeKinds, SlipwayError, WORKLOAD_KINDS } from '@slipway/contracts';
import { toRevisions } from '../live/to-revisions.ts';
import type { StoredChain } from '../record/read-records.ts';
import { readRecords } from '../record/read-records.ts';

/** One namespace without any rendering: what Helm knows, the workloads that Helm manages, and the records. */
export interface NamespaceStatus {
  /** Without those that a newer one has taken the place of. */
  revisions: Map<string, LiveRevision[]>;
  /** The Secret of each release's newest revision, with what Helm stored. */
  stored: Map<string, KubeObject>;
  workloads: KubeObject[];
  /** Undefined without the right to read them. */
  records: Map<string, StoredChain> | undefined;
  /** When the server answered, by its own clock, in milliseconds since the epoch. */
  serverTime: number;
}

/**
 * Reads one namespace, whatever it holds, with one list per kind: Helm's Secrets that are not superseded (the newest
 * revision of a release never is), records, and each workload kind.
 */
export async function readNamespaceStatus(
  namespace: string,
  clients: Pick<Clients, 'kube' | 'clock'>,
  signal?: AbortSignal,
): Promise<NamespaceStatus> {
  const { kube, clock } = clients;
  const options = { namespace, ...(signal ? { signal } : {}) };
  const [secrets, records, ...lists] = await Promise.all([
    kube.list(KubeKinds.Secret, { ...options, labelSelector: 'owner=helm,status!=superseded' }),
    readRecords(namespace, clients, signal).catch(withoutRight),
    ...WORKLOAD_KINDS.map((kind) => kube.list(KubeKinds[kind], { ...options, labelSelector: 'app.kubernetes.io/managed-by=Helm' })), // prettier-ignore
  ]);
  const revisions = toRevisions(secrets.items);
  const ofRevision = new Map(secrets.items.map((secret) => [`${secret.metadata.labels?.name}/${secret.metadata.labels?.version}`, secret])); // prettier-ignore
  const newest = [...revisions].flatMap(([release, [first]]) => {
    const secret = ofRevision.get(`${release}/${first?.revision}`);
    return secret ? [[release, secret] as const] : [];
  });
  return {
    revisions,
    stored: new Map(newest),
    workloads: lists.flatMap(({ items }) => items),
    records,
    serverTime: secrets.serverTime ?? clock.now(),
  };
}

/** The workloads of each release, by Helm's own annotation. Pure. */
export function workloadsByRelease(workloads: readonly KubeObject[]): Map<string, KubeObject[]> {
  const found = new Map<string, KubeObject[]>();
  for (const workload of workloads) {
    const release = workload.metadata.annotations?.['meta.helm.sh/release-name'];
    if (release === undefined || workload.metadata.annotations?.['helm.sh/hook']) continue;
    const own = found.get(release);
    if (own) own.push(workload);
    else found.set(release, [workload]);
  }
  return found;
}

/** The workloads of one release. Pure. */
export function workloadsOfRelease({ name }: Pick<Service, 'name'>, workloads: readonly KubeObject[]): KubeObject[] {
  return workloadsByRelease(workloads).get(name) ?? [];
}

function withoutRight(error: unknown): undefined {
  if (error instanceof SlipwayError && error.code === 'Forbidden') return undefined;
  throw error;
}
