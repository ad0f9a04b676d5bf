import type { PromotionReport } from '@slipway/contracts';
import { toLockText, toPromotionText } from './lock-text.ts';

const evidence = [{ environment: 'staging', result: 'verified' as const, digest: 'sha256:b', by: 'Ann', at: '2026-03-01T12:00:00.000Z' }]; // prettier-ignore
const change = { release: 'web', repository: 's/web', digest: 'sha256:b', formerDigest: 'sha256:a', evidence };
const report: PromotionReport = { schema: 'slipway.promotion/v1', from: 'staging', to: 'prod', file: 'f.yaml', changes: [change], unchanged: ['store'] }; // prettier-ignore

describe('toPromotionText', () => {
  it('shows each digest, who verified it, and what to do next', () => {
    expect(toPromotionText(report)).toBe(
      'web: sha256:a -> sha256:b (verified in staging by Ann, 2026-03-01T12:00:00.000Z)\nf.yaml written. Look at it with "git diff f.yaml", commit it and deploy from there.\n',
    );
  });

  it('names branch, patch and text', () => {
    const proposal = { branch: 'p', commit: 'c'.repeat(40), base: 'b', patch: '/p', text: '/t' };
    expect(toPromotionText({ ...report, proposal })).toContain('Branch p holds it (commit cccccccccccc)');
    expect(toPromotionText({ ...report, proposal })).toContain('\nPatch: /p\nText for the pull request: /t\n');
  });

  it('says that there is nothing to promote', () => {
    expect(toPromotionText({ ...report, changes: [] })).toBe(
      'Nothing to promote: prod has all that staging is locked to (1 release). f.yaml is untouched.\n',
    );
  });
});

describe('toLockText', () => {
  it('shows new lines, and what is not verified', () => {
    const notVerified = [{ release: 'store', digest: 'sha256:c', reason: 'dev never ran it.' }];
    const lock = { schema: 'slipway.lock/v1' as const, environment: 'dev', file: 'f.yaml', unchanged: [] };
    expect(toLockText({ ...lock, changes: [{ ...change, formerDigest: undefined as never }], notVerified })).toBe(
      'web: new -> sha256:b (verified in staging by Ann, 2026-03-01T12:00:00.000Z)\nstore sha256:c: not verified, dev never ran it.\nf.yaml written. Commit it, then run "slipway deploy --env dev".\n',
    );
    expect(toLockText({ ...lock, changes: [], notVerified: [] })).toBe('Nothing to lock: f.yaml says all of it already (0 releases).\n'); // prettier-ignore
  });
});
