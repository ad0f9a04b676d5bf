import type { Clients, DeployRecord, KubeObject, RecordCheckpoint } from '@slipway/contracts';
import { KubeKinds } from '@slipway/contracts';
import { findTampered, FIRST_HASH } from '../record/to-record.ts';

/** Records of one release, and what is wrong with them, if anything. */
export interface ReleaseRecords {
  /** Oldest first. */
  records: DeployRecord[];
  /** Why nothing of it can be believed, as a sentence. */
  problem?: string;
}

const NAME = /^slipway-record\.(.+)\.([1-9]\d*|checkpoint)$/;

/** The records of every release in a namespace, by release, each chain checked. One request. */
export async function readChains(
  namespace: string,
  { kube }: Pick<Clients, 'kube'>,
  signal?: AbortSignal,
): Promise<Map<string, ReleaseRecords>> {
  const fieldSelector = 'type=slipway.dev/record';
  const { items } = await kube.list(KubeKinds.Secret, { namespace, fieldSelector, ...(signal ? { signal } : {}) });
  const byRelease = new Map<string, { number: string; document: unknown }[]>();
  for (const secret of items) {
    const [, release, number] = NAME.exec(secret.metadata.name) ?? [];
    if (release === undefined || number === undefined) continue;
    byRelease.set(release, [...(byRelease.get(release) ?? []), { number, document: parse(secret) }]);
  }
  return new Map([...byRelease].map(([release, found]) => [release, toRecords(release, namespace, found)]));
}

function toRecords(
  release: string,
  namespace: string,
  found: readonly { number: string; document: unknown }[],
): ReleaseRecords {
  const checkpoint = found.find(({ number }) => number === 'checkpoint')?.document as RecordCheckpoint | undefined;
  const pruned = Number.isInteger(checkpoint?.count) ? (checkpoint?.count ?? 0) : 0;
  const kept = found
    .filter(({ number }) => number !== 'checkpoint')
    .map(({ number, document }) => ({ number: Number(number), record: document as DeployRecord | undefined }))
    // A deployer that was killed while it pruned leaves some that the checkpoint counts already.
    .filter(({ number }) => number > pruned)
    .sort((a, b) => a.number - b.number);
  const strange = kept.find(
    ({ number, record }) =>
      !record?.verdict || record.number !== number || record.release !== release || record.namespace !== namespace,
  );
  const records = kept.flatMap(({ record }) => record ?? []);
  if (strange) return { records: [], problem: `record ${strange.number} is not one that was written.` };
  const tampered = findTampered(records, checkpoint?.hash ?? FIRST_HASH);
  if (tampered) return { records: [], problem: `record ${tampered.number} was changed, or one before it is missing.` };
  return { records };
}

function parse({ data }: KubeObject): unknown {
  try {
    return JSON.parse(Buffer.from((data as { record: string }).record, 'base64').toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
