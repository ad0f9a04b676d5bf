import type { DeployRecord, RecordCheckpoint } from '@slipway/contracts';
import { aVerdict, createFakeKube } from '@slipway/testing';
import { verifyChain } from '../history/verify-chain.ts';
import { readRecords } from './read-records.ts';
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
  const chain = (await readRecords('shop', { kube })).get('web');
  const problems = chain && verifyChain(chain);
  return { records, problems, checkpoint: read<RecordCheckpoint>('slipway-record.web.checkpoint') };
}

describe('writeRecord', () => {
  it('chains each record to the one before', async () => {
    const { records, problems } = await write(3);
    expect(records.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(records[2]?.previous).toBe(records[1]?.hash);
    expect(problems).toEqual([]);
  });

  it('keeps the newest and a checkpoint that the rest is chained to', async () => {
    const { records, problems, checkpoint } = await write(KEPT_RECORDS + 2);
    expect([records.length, records[0]?.number]).toEqual([KEPT_RECORDS, 3]);
    expect(checkpoint).toMatchObject({ count: 2, hash: records[0]?.previous });
    expect(problems).toEqual([]);
  });
});
