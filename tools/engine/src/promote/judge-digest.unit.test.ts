import type { DeployRecord, Verdict } from '@slipway/contracts';
import { aVerdict } from '@slipway/testing';
import { judgeDigest } from './judge-digest.ts';

const [A, B] = ['a', 'b'].map((char) => `sha256:${char.repeat(64)}`) as [string, string];

const record = (digest: string | undefined, specHash: string, rest: Partial<Verdict> = {}, action: DeployRecord['action'] = 'deploy') => // prettier-ignore
  ({ action, specHash, planHash: specHash, verdict: { ...aVerdict(), ...(digest ? { image: { repository: 'r/web', digest } } : {}), ...rest } }) as DeployRecord; // prettier-ignore
const good = (digest: string, specHash = digest) => record(digest, specHash);
const bad = (digest: string, specHash = digest) => record(digest, specHash, { status: 'rolled-back' });
const back = (from: string) => record(undefined, from, {}, 'rollback');

describe('judgeDigest', () => {
  it.each<[string, DeployRecord[], string]>([
    ['that never ran', [good(B)], 'never-ran'],
    ['without any record', [], 'never-ran'],
    ['that ran and was verified', [good(A)], 'verified'],
    ['that ran before another one', [good(A), good(B)], 'verified'],
    ['that failed and went back', [good(B), bad(A)], 'failed'],
    ['that failed and stays', [record(A, 's', { status: 'failed' })], 'failed'],
    ['that failed and was then verified', [good(B), bad(A), good(A)], 'verified'],
    ['that was verified and failed when it came again', [good(A), good(B), bad(A)], 'failed'],
    ['of which a change of settings failed and went back to it', [good(A), bad(A, 'other')], 'verified'],
    ['of which a change of settings failed and stays', [good(A), record(A, 's', { status: 'failed' })], 'failed'],
    ['that went back with its set', [good(B), good(A), bad(A)], 'rolled-back'],
    ['to which a set went back', [good(A), good(B), bad(B)], 'verified'],
    ['that was rolled back', [good(B), good(A), back(A)], 'rolled-back'],
    ['that was rolled back and is verified again', [good(B), good(A), back(A), good(A)], 'verified'],
    ['to which another one was rolled back', [good(A), good(B), back(B)], 'verified'],
    ['of which settings were rolled back', [good(A, 's1'), good(A, 's2'), back('s2')], 'verified'],
    ['whose rollback failed', [good(B), good(A), record(undefined, A, { status: 'failed' }, 'rollback')], 'failed'],
    ['that was taken away after it was verified', [good(A), record(undefined, A, { status: 'uninstalled' }, 'undeploy')], 'verified'], // prettier-ignore
    ['whose checks were not run yet', [record(A, A, { needsVerification: true })], 'unfinished'],
    ['that was never begun', [record(A, A, { status: 'skipped' })], 'never-ran'],
  ])('judges a digest %s', (_title, records, state) => {
    expect(judgeDigest(records, A).state).toBe(state);
  });
});
