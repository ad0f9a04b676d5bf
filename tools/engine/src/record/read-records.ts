import type { Clients, DeployRecord, KubeObject, RecordCheckpoint } from '@slipway/contracts';
import { KubeKinds } from '@slipway/contracts';
import { HASH_ANNOTATION, parseRecordSecretName, RECORD_TYPE } from './record-secret.ts';

/** One record as the cluster keeps it. */
export interface StoredRecord {
  /** As its Secret's name says. */
  number: number;
  /** When the API server took it, ISO 8601: whoever writes it cannot choose that. */
  createdAt?: string;
  /** The hash beside the data, to which the next record is chained. */
  annotation?: string;
  /** Absent when the data is not a record. */
  record?: DeployRecord;
}

/** All that is kept of one release's records. */
export interface StoredChain {
  release: string;
  namespace: string;
  /** By number. */
  records: StoredRecord[];
  /** `unreadable` when the data is not a checkpoint. */
  checkpoint?: RecordCheckpoint | 'unreadable';
}

/** The chains of every release that ever had a record in a namespace, by release. One request. */
export async function readRecords(
  namespace: string,
  { kube }: Pick<Clients, 'kube'>,
  signal?: AbortSignal,
): Promise<Map<string, StoredChain>> {
  const fieldSelector = `type=${RECORD_TYPE}`;
  const { items } = await kube.list(KubeKinds.Secret, { namespace, fieldSelector, ...(signal ? { signal } : {}) });
  return toChains(items, namespace);
}

/** Secrets with records as chains. Pure. */
export function toChains(secrets: readonly KubeObject[], namespace: string): Map<string, StoredChain> {
  const chains = new Map<string, StoredChain>();
  for (const secret of secrets) {
    const place = parseRecordSecretName(secret.metadata.name);
    if (!place) continue;
    const { release, number } = place;
    const chain = chains.get(release) ?? { release, namespace, records: [] };
    chains.set(release, chain);
    const document = parseData(secret);
    if (number === 'checkpoint') chain.checkpoint = isCheckpoint(document) ? document : 'unreadable';
    else chain.records.push(toStored(secret, number, document));
  }
  for (const { records } of chains.values()) records.sort((a, b) => a.number - b.number);
  return chains;
}

function toStored({ metadata }: KubeObject, number: number, document: unknown): StoredRecord {
  const annotation = metadata.annotations?.[HASH_ANNOTATION];
  return {
    number,
    ...(metadata.creationTimestamp ? { createdAt: metadata.creationTimestamp } : {}),
    ...(annotation === undefined ? {} : { annotation }),
    ...(isRecord(document) ? { record: document } : {}),
  };
}

function parseData({ data }: KubeObject): unknown {
  try {
    return JSON.parse(Buffer.from((data as { record: string }).record, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Somebody else may have written it: nothing is taken for granted that a reader relies on. */
function isRecord(value: unknown): value is DeployRecord {
  const record = (value ?? {}) as Partial<DeployRecord>;
  const texts = [record.release, record.namespace, record.by, record.at, record.action, record.previous, record.hash];
  const ends = [record.planHash, record.specHash, record.verdict?.status];
  return (
    [...texts, ...ends].every((text) => typeof text === 'string') &&
    [record.number, record.verdict?.revision, record.verdict?.formerRevision].every(Number.isInteger) &&
    Number.isFinite(Date.parse(record.at ?? ''))
  );
}

function isCheckpoint(value: unknown): value is RecordCheckpoint {
  const checkpoint = (value ?? {}) as Partial<RecordCheckpoint>;
  return Number.isInteger(checkpoint.count) && typeof checkpoint.hash === 'string';
}
