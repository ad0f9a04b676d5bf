import type { DeployRecord, RecordCheckpoint } from '@slipway/contracts';
import { aVerdict, createFakeKube } from '@slipway/testing';
import { findTampered } from './to-record.ts';
import { KEPT_RECORDS, writeRecord } from './write-record.ts';

const facts = {
  environment: 'local',
  action: 'deploy' as const,
  by: 'me',
  at: 0,
  commit: 'c',
  planHash: 'p',
  specHash: 's',
  verdict: aVerdict(),
};

async function write(count: number) {
  const kube = createFakeKube();
  for (let index = 0; index < count; index += 1) await writeRecord({ ...facts, at: index }, { kube });
  const read = <T>(name: string) => {
    const secret = kube.all('Secret').find(({ metadata }) => metadata.name === name);
    return secret && (JSON.parse(Buffer.from((secret.data as { record: string }).record, 'base64').toString()) as T);
  };
  const numbers = kube.all('Secret').flatMap(({ metadata }) => Number(metadata.name.split('.').at(-1)) || []);
  const records = numbers
    .sort((a, b) => a - b)
    .map((n) => read<DeployRecord>(`slipway-record.web.${n}`) as DeployRecord);
  return { records, checkpoint: read<RecordCheckpoint>('slipway-record.web.checkpoint') };
}

describe('writeRecord', () => {
  it('chains each record to the one before', async () => {
    const { records } = await write(3);
    expect(records.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(records[2]?.previous).toBe(records[1]?.hash);
    expect(findTampered(records)).toBeUndefined();
  });

  it('shows a record that was changed', async () => {
    const { records } = await write(3);
    const forged = records.map((record) => (record.number === 2 ? { ...record, by: 'somebody else' } : record));
    expect(findTampered(forged)?.number).toBe(2);
  });

  it('keeps the newest and a checkpoint that the rest is chained to', async () => {
    const { records, checkpoint } = await write(KEPT_RECORDS + 2);
    expect([records.length, records[0]?.number]).toEqual([KEPT_RECORDS, 3]);
    expect(checkpoint).toMatchObject({ count: 2, hash: records[0]?.previous });
    expect(findTampered(records, checkpoint?.hash)).toBeUndefined();
  });
});
