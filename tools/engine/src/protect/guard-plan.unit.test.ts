import type { Environment, Plan, PlannedRelease } from '@slipway/contracts';
import { guardPlan } from './guard-plan.ts';
import type { GivenApproval } from './check-approval.ts';
import { isSamePerson } from './same-person.ts';

const HASH = '0123456789abcdef'.repeat(4);
const planned: PlannedRelease = {
  name: 'web',
  project: 'web',
  namespace: 'shop',
  action: 'upgrade',
  reasons: ['SpecChanged'],
  image: { repository: 'r/web', digest: `sha256:${'a'.repeat(64)}` },
  changes: [{ kind: 'Deployment', name: 'web', path: '/spec', from: 1, to: 2 }],
  after: [],
  specHash: 's',
  baseRevision: 1,
};
const plan = { schema: 'slipway.plan/v1', environment: 'prod', hash: HASH, releases: [planned] } as unknown as Plan;
const DEPLOYER = 'Ann <ann@test>';

function guard(
  protection: Partial<Environment['protection']>,
  given: GivenApproval = {},
  { work = [planned], branch = 'main' as string | null, commit = 'abc' } = {},
) {
  const environment = { name: 'prod', protection: { approval: 'none', ...protection } } as Environment;
  const git = { branch: () => Promise.resolve(branch ?? undefined), commit: () => Promise.resolve(commit), author: () => Promise.resolve(DEPLOYER) }; // prettier-ignore
  return guardPlan({ plan, work, action: 'deploy', given }, { environment }, { git });
}

describe('guardPlan', () => {
  it('asks nothing of an environment without protection', async () => {
    expect(await guard({}, {}, { branch: null, commit: 'abc+dirty' })).toBeUndefined();
  });

  it('asks nothing where there is nothing to do', async () => {
    const all = { approval: 'other' as const, branches: ['main'] };
    expect(await guard(all, { hashes: ['0'.repeat(12)] }, { work: [], branch: 'x', commit: 'abc+dirty' })).toBeUndefined(); // prettier-ignore
  });

  it('refuses without an approval, with the plan and what to do', async () => {
    await expect(guard({ approval: 'required' })).rejects.toMatchObject({
      code: 'ApprovalRequired',
      exitCode: 4,
      message: `deploy in prod: what changes prod needs an approval of exactly this plan (protection.approval: required).\n  web: upgrade (SpecChanged) in shop, 1 change, image r/web@sha256:${'a'.repeat(64)}\n  plan ${HASH}`,
      hint: `Run the same command with --approve ${HASH} --approved-by NAME.`,
      details: { planHash: HASH, releases: [{ name: 'web', action: 'upgrade' }] },
    });
  });

  it.each([
    ['the whole hash', [HASH], 'Bob', { by: 'Bob', planHash: HASH }],
    ['twelve digits in capitals', [HASH.slice(0, 12).toUpperCase()], 'Bob', { by: 'Bob', planHash: HASH }],
    ['one of several hashes', ['f'.repeat(64), HASH], 'Bob', { by: 'Bob', planHash: HASH }],
    ['no name, which is then the deployer’s', [HASH], undefined, { by: DEPLOYER, planHash: HASH }],
  ])('takes an approval by %s', async (_title, hashes, by, approval) => {
    expect(await guard({ approval: 'required' }, { hashes, ...(by ? { by } : {}) })).toEqual(approval);
  });

  it.each<[string, Partial<Environment['protection']>, GivenApproval, string]>([
    ['of another plan', { approval: 'required' }, { hashes: ['f'.repeat(64)] }, 'ApprovalStale'],
    ['of another plan where none is needed', {}, { hashes: ['f'.repeat(64)] }, 'ApprovalStale'],
    ['of too few digits', { approval: 'required' }, { hashes: [HASH.slice(0, 11)] }, 'ApprovalInvalid'],
    ['that is no hash', { approval: 'required' }, { hashes: ['yes, do it please'] }, 'ApprovalInvalid'],
    ['by nobody', { approval: 'other' }, { hashes: [HASH] }, 'ApproverMissing'],
    ['by the deployer', { approval: 'other' }, { hashes: [HASH], by: 'ann@test' }, 'ApproverIsDeployer'],
  ])('refuses an approval %s', async (_title, protection, given, code) => {
    await expect(guard(protection, given)).rejects.toMatchObject({ code, exitCode: code === 'ApprovalInvalid' ? 64 : 4 }); // prettier-ignore
  });

  it('takes the approval of another person', async () => {
    expect(await guard({ approval: 'other' }, { hashes: [HASH], by: 'Bob' })).toEqual({ by: 'Bob', planHash: HASH });
  });

  it.each([
    ['main', ['main'], undefined],
    ['release/7', ['main', 'release/*'], undefined],
    ['feature', ['main', 'release/*'], 'branch feature may not, only main, release/* (protection.branches).'],
    [null, ['main'], 'it is not known which branch this is, and only main may (protection.branches).'],
  ])('from branch %s where %j may', async (branch, branches, what) => {
    const guarded = guard({ branches }, {}, { branch });
    if (what === undefined) expect(await guarded).toBeUndefined();
    else await expect(guarded).rejects.toMatchObject({ code: 'BranchNotAllowed', exitCode: 4, message: `deploy in prod: ${what}` }); // prettier-ignore
  });

  it('refuses what no commit holds', async () => {
    await expect(guard({ promoteFrom: 'staging' }, {}, { commit: 'abc+dirty' })).rejects.toMatchObject({ code: 'WorkspaceDirty', exitCode: 4 }); // prettier-ignore
  });
});

describe('isSamePerson', () => {
  it.each([
    ['Ann <ann@test>', 'ANN@test', true],
    ['Ann  Lee <ann@test>', 'ann lee', true],
    ['Ann <ann@test>', 'Ann <other@test>', true],
    ['Ann <ann@test>', 'Bob <bob@test>', false],
    ['ann', 'bob', false],
  ])('%s and %s: %s', (a, b, same) => expect(isSamePerson(a, b)).toBe(same));
});
