import type { Clients, KubeObject, RecordCheckpoint } from '@slipway/contracts';
import { KubeKinds, SlipwayError } from '@slipway/contracts';
import { HASH_ANNOTATION, RECORD_TYPE, recordSecretName, RELEASE_LABEL } from './record-secret.ts';
import { recordText } from './record-text.ts';
import type { RecordFacts } from './to-record.ts';
import { toRecord } from './to-record.ts';

/** Newest records that are kept of one release. */
export const KEPT_RECORDS = 50;
/** Two deployers of different doors may write at once; each tries again with the next number. */
const TRIES = 5;

/** Writes the record of one attempt and prunes the oldest ones. Gives its number. */
export async function writeRecord(facts: RecordFacts, { kube }: Pick<Clients, 'kube'>): Promise<number> {
  const { name: release, namespace } = facts.verdict;
  for (let attempt = 1; ; attempt += 1) {
    const kept = await listRecords(release, namespace, kube);
    const newest = kept.at(-1);
    const record = toRecord(facts, newest);
    try {
      await kube.create(KubeKinds.Secret, {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {
          name: recordSecretName({ release, number: record.number }),
          namespace,
          labels: { [RELEASE_LABEL]: release, 'app.kubernetes.io/managed-by': 'slipway' },
          annotations: { [HASH_ANNOTATION]: record.hash },
        },
        type: RECORD_TYPE,
        immutable: true,
        data: { record: recordText(record) },
      });
      await prune(release, namespace, kept, kube);
      return record.number;
    } catch (error) {
      if (attempt === TRIES || !(error instanceof SlipwayError) || error.code !== 'AlreadyExists') throw error;
    }
  }
}

/** Number and hash of each record of a release, oldest first. */
async function listRecords(release: string, namespace: string, kube: Clients['kube']) {
  const labelSelector = `${RELEASE_LABEL}=${release}`;
  const { items } = await kube.list(KubeKinds.Secret, { namespace, labelSelector, metadataOnly: true });
  return items
    .flatMap(({ metadata }) => {
      const number = Number(metadata.name.split('.').at(-1));
      const hash = metadata.annotations?.[HASH_ANNOTATION];
      return Number.isInteger(number) && hash ? [{ number, hash, name: metadata.name }] : [];
    })
    .sort((a, b) => a.number - b.number);
}

async function prune(
  release: string,
  namespace: string,
  kept: { number: number; hash: string; name: string }[],
  kube: Clients['kube'],
): Promise<void> {
  const old = kept.slice(0, Math.max(0, kept.length + 1 - KEPT_RECORDS));
  const last = old.at(-1);
  if (!last) return;
  const checkpoint: RecordCheckpoint = {
    schema: 'slipway.record-checkpoint/v1',
    release,
    count: last.number,
    hash: last.hash,
  };
  const name = recordSecretName({ release, number: 'checkpoint' });
  const object: KubeObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': 'slipway' } },
    type: RECORD_TYPE,
    data: { record: recordText(checkpoint) },
  };
  // The checkpoint first: a crash in between leaves a record too many, never a gap.
  const patched = await kube.patch(KubeKinds.Secret, name, namespace, { data: object.data });
  if (!patched) await kube.create(KubeKinds.Secret, object);
  for (const record of old) await kube.delete(KubeKinds.Secret, record.name, namespace);
}
