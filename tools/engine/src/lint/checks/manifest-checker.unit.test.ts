import type { ManifestChecker } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { runChecker, toUnreadablePolicy } from './manifest-checker.ts';

const FAILED = new SlipwayError({ code: 'CheckerFailed', message: 'cannot read it', hint: '' });
const failing = (error: Error): ManifestChecker => ({
  name: 'kube-score',
  version: '1',
  check: () => Promise.reject(error),
});
const run = (error: Error, hasFaults: boolean) =>
  runChecker(failing(error), [], { hasFaults: async () => hasFaults, signal: undefined });

describe('runChecker', () => {
  it('tells in one finding that a checker cannot read objects that are not what the API has', async () => {
    expect(await run(FAILED, true)).toMatchObject([
      { severity: 'error', check: 'kube-score', rule: 'unreadable', message: 'cannot read it' },
    ]);
  });

  it('throws what a checker throws over sound objects, and what is no word of a checker', async () => {
    await expect(run(FAILED, false)).rejects.toBe(FAILED);
    const other = new Error('out of memory');
    await expect(run(other, true)).rejects.toBe(other);
  });
});

describe('toUnreadablePolicy', () => {
  it('tells of a policy that contradicts itself, and of nothing else', () => {
    const message = 'A NetworkPolicy with egress field but no "Egress" in its policyTypes';
    const error = new SlipwayError({ code: 'CheckerFailed', message, hint: '' });
    expect(toUnreadablePolicy(error)).toMatchObject({ check: 'reachability', rule: 'unreadable', message });
    expect(toUnreadablePolicy(FAILED)).toBeUndefined();
    expect(toUnreadablePolicy(new Error(message))).toBeUndefined();
  });
});
