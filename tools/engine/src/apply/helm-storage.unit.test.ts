import { aRevisionSecret, createFakeKube } from '@slipway/testing';
import { decodeRelease, endPendingRevision, readRevisions } from './helm-storage.ts';

const ref = { name: 'web', namespace: 'shop' };

describe('endPendingRevision', () => {
  it('turns a pending revision into a failed one, in the label and in what Helm reads', async () => {
    const kube = createFakeKube([aRevisionSecret('web', 3, 'pending-upgrade', { 'slipway.dev/spec-hash': 'h' })]);
    expect(await endPendingRevision(ref, 3, kube)).toBe(true);
    const secret = kube.all('Secret')[0];
    expect(secret && decodeRelease(secret).info.status).toBe('failed');
    expect(await readRevisions('web', 'shop', kube)).toEqual([{ revision: 3, status: 'failed', specHash: 'h' }]);
  });

  it.each([['deployed'], ['failed']])('leaves a %s one alone', async (status) => {
    const kube = createFakeKube([aRevisionSecret('web', 3, status)]);
    expect(await endPendingRevision(ref, 3, kube)).toBe(false);
  });
});
