import type { DeployRecord, KubeObject, RecordCheckpoint } from '@slipway/contracts';
import { aRevision, aVerdict, createFakeKube } from '@slipway/testing';
import { readRecords } from '../record/read-records.ts';
import { recordText } from '../record/record-text.ts';
import { recordHash } from '../record/to-record.ts';
import { KEPT_RECORDS, writeRecord } from '../record/write-record.ts';
import { compareChains } from './compare-chains.ts';
import { verifyChain } from './verify-chain.ts';

const MINUTE_MS = 60_000;
const facts = { environment: 'local', action: 'deploy', by: 'me', commit: 'c', planHash: 'p', specHash: 's' } as const;
const nameOf = (number: number | string) => `slipway-record.web.${number}`;

/** A cluster with `count` records of release web, one a minute, as the deployer writes them. */
async function aHistory(count: number) {
  const kube = createFakeKube();
  for (let number = 1; number <= count; number += 1) {
    const at = number * MINUTE_MS;
    await writeRecord({ ...facts, at, verdict: aVerdict({ formerRevision: number - 1, revision: number }) }, { kube });
    const secret = find(nameOf(number));
    kube.put({ ...secret, metadata: { ...secret.metadata, creationTimestamp: new Date(at).toISOString() } });
  }
  function find(name: string): KubeObject {
    return kube.all('Secret').find(({ metadata }) => metadata.name === name) as KubeObject;
  }
  const read = <T>(name: string) => JSON.parse(Buffer.from((find(name).data as { record: string }).record, 'base64').toString()) as T; // prettier-ignore
  return {
    kube,
    /** Writes a record over, as somebody with rights on Secrets can. `fit`: with hashes that fit its new content. */
    forge(
      number: number,
      change: Partial<DeployRecord>,
      { fit = false, createdAt }: { fit?: boolean; createdAt?: number } = {},
    ) {
      const record = { ...read<DeployRecord>(nameOf(number)), ...change };
      if (fit) record.hash = recordHash(record);
      const { metadata, ...secret } = find(nameOf(number));
      kube.put({
        ...secret,
        metadata: {
          ...metadata,
          annotations: { 'slipway.dev/record-hash': record.hash },
          ...(createdAt === undefined ? {} : { creationTimestamp: new Date(createdAt).toISOString() }),
        },
        data: { record: recordText(record) },
      });
      return record;
    },
    change: (name: string, change: (secret: KubeObject) => KubeObject) => kube.put(change(find(name))),
    checkpoint: (change: Partial<RecordCheckpoint>) =>
      kube.put({ ...find(nameOf('checkpoint')), data: { record: recordText({ ...read<RecordCheckpoint>(nameOf('checkpoint')), ...change }) } }), // prettier-ignore
    drop: (...names: (number | string)[]) => names.forEach((name) => kube.drop('Secret', nameOf(name))),
    async problems(revisions: number[] = []) {
      const chain = (await readRecords('shop', { kube })).get('web') ?? { release: 'web', namespace: 'shop', records: [] }; // prettier-ignore
      const known = revisions.map((revision) => aRevision({ revision }));
      return verifyChain(chain, known).map(({ code, record }) => `${code} ${record ?? '-'}`);
    },
  };
}

describe('verifyChain', () => {
  it('finds nothing in what the deployer writes, pruned or not', async () => {
    expect(await (await aHistory(3)).problems([1, 2, 3])).toEqual([]);
    expect(await (await aHistory(KEPT_RECORDS + 3)).problems([KEPT_RECORDS + 3])).toEqual([]);
  });

  it('names a record whose content was changed', async () => {
    const history = await aHistory(3);
    history.forge(2, { by: 'somebody else' });
    expect(await history.problems()).toEqual(['RecordChanged 2']);
  });

  it('names the link when somebody gave a changed record a hash that fits', async () => {
    const history = await aHistory(3);
    history.forge(2, { by: 'somebody else' }, { fit: true });
    expect(await history.problems()).toEqual(['ChainBroken 3']);
  });

  it('tells by the time of the API server when a chain was written again up to its end', async () => {
    const history = await aHistory(3);
    const now = 60 * MINUTE_MS;
    const second = history.forge(2, { by: 'somebody else' }, { fit: true, createdAt: now });
    history.forge(3, { previous: second.hash }, { fit: true, createdAt: now });
    expect(await history.problems()).toEqual(['RecordTimeWrong 2', 'RecordTimeWrong 3']);
  });

  it('tells by the order of arrival when a record was written again within the tolerance of clocks', async () => {
    const history = await aHistory(3);
    history.forge(2, {}, { createdAt: 4 * MINUTE_MS });
    expect(await history.problems()).toEqual(['RecordTimeWrong 2']);
  });

  it('names a record that says to be another', async () => {
    const history = await aHistory(3);
    history.forge(2, { number: 7 }, { fit: true });
    expect(await history.problems()).toEqual(['RecordRenumbered 2', 'ChainBroken 3']);
  });

  it('names a record whose annotation, to which the next one is chained, is another than its data', async () => {
    const history = await aHistory(2);
    history.change(nameOf(2), (secret) => ({ ...secret, metadata: { ...secret.metadata, annotations: {} } }));
    expect(await history.problems()).toEqual(['AnnotationDiffers 2']);
  });

  it('finds a record whose label was taken away, and one whose data is no record', async () => {
    const history = await aHistory(2);
    history.change(nameOf(1), (secret) => ({ ...secret, metadata: { ...secret.metadata, labels: {} } }));
    history.change(nameOf(2), (secret) => ({ ...secret, data: { record: 'bm90IGEgcmVjb3Jk' } }));
    expect(await history.problems()).toEqual(['RecordUnreadable 2']);
  });

  it.each([
    ['one in the middle', [2], ['RecordMissing 2']],
    ['the first one', [1], ['CheckpointMissing -']],
    ['several', [2, 3], ['RecordMissing 2']],
  ])('names what is missing: %s', async (_title, numbers, expected) => {
    const history = await aHistory(4);
    history.drop(...numbers);
    expect(await history.problems()).toEqual(expected);
  });

  it('tells by the revisions of Helm that the newest records were deleted, or all of them', async () => {
    const history = await aHistory(4);
    history.drop(3, 4);
    expect(await history.problems([4, 3, 2, 1])).toEqual(['RevisionWithoutRecord -', 'RevisionWithoutRecord -']);
    history.drop(1, 2);
    expect(await history.problems([4])).toEqual(['RevisionWithoutRecord -']);
  });

  it('takes a revision between two records for one that a release went back over', async () => {
    const history = await aHistory(2);
    history.forge(2, { verdict: aVerdict({ formerRevision: 1, revision: 3 }) }, { fit: true });
    expect(await history.problems([3, 2, 1])).toEqual([]);
  });

  it.each<[string, (history: Awaited<ReturnType<typeof aHistory>>) => void, string[]]>([
    ['deleted', ({ drop }) => drop('checkpoint'), ['CheckpointMissing -']],
    ['of another hash', ({ checkpoint }) => checkpoint({ hash: 'x' }), ['CheckpointWrong 3']],
    ['that counts too few', ({ checkpoint }) => checkpoint({ count: 1 }), ['RecordMissing 2']],
    ['that counts too many', ({ checkpoint }) => checkpoint({ count: 9 }), ['CheckpointWrong -']],
    ['that is none', ({ change }) => change(nameOf('checkpoint'), (secret) => ({ ...secret, data: {} })), ['CheckpointWrong -']], // prettier-ignore
  ])('names a checkpoint %s', async (_title, tamper, expected) => {
    const history = await aHistory(KEPT_RECORDS + 2);
    tamper(history);
    expect(await history.problems()).toEqual(expected);
  });

  it('takes records that a killed deployer did not prune for what they are', async () => {
    const history = await aHistory(KEPT_RECORDS + 2);
    const third = history.forge(3, {});
    history.checkpoint({ count: 3, hash: third.hash });
    expect(await history.problems()).toEqual([]);
  });
});

describe('compareChains', () => {
  it('shows a chain that was replaced as a whole, and one that is gone', async () => {
    const releases = new Set(['web']);
    const chains = await readRecords('shop', await aHistory(3));
    const head = { number: 3, hash: chains.get('web')?.records.at(-1)?.record?.hash ?? '' };
    const earlier = [{ release: 'web', namespace: 'shop', kept: 3, pruned: 0, head }];
    const later = await readRecords('shop', await aHistory(5));
    expect(compareChains(earlier, later, releases)).toEqual([]);
    expect(compareChains([{ ...earlier[0]!, head: { number: 3, hash: 'x' } }], later, releases)).toMatchObject([{ code: 'HistoryReplaced', record: 3 }]); // prettier-ignore
    expect(compareChains(earlier, new Map(), releases)).toMatchObject([{ code: 'HistoryReplaced', record: 3 }]);
    expect(compareChains(earlier, new Map(), new Set(['api']))).toEqual([]);
  });
});
