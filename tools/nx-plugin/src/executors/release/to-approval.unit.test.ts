import { toApproval } from './to-approval.ts';

describe('toApproval', () => {
  it('lets options win over variables, and takes several hashes', () => {
    const env = { SLIPWAY_APPROVE: 'aaa,bbb', SLIPWAY_APPROVED_BY: 'Bob' };
    expect(toApproval({}, env)).toMatchObject({ hashes: ['aaa', 'bbb'], by: 'Bob' });
    expect(toApproval({ approve: 'ccc', approvedBy: 'Ann' }, env)).toMatchObject({ hashes: ['ccc'], by: 'Ann' });
    expect(toApproval({}, {})).toEqual({ hashes: [], howTo: expect.stringContaining('SLIPWAY_APPROVE=HASH') });
  });
});
