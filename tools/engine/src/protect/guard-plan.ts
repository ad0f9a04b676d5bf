import type { Approval, Clients, Plan, PlannedRelease } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import { matchesPattern } from '../lint/findings/matches-pattern.ts';
import type { ReleaseRequest } from '../pipeline/release-request.ts';
import type { GivenApproval } from './check-approval.ts';
import { checkApproval } from './check-approval.ts';

/** A plan before anything is done for it. */
export interface GuardedPlan {
  plan: Plan;
  /** Releases that something would be done to. */
  work: readonly PlannedRelease[];
  action: 'deploy' | 'undeploy' | 'rollback';
  given: GivenApproval;
}

/**
 * Asks what the environment's protection says, before anything is written: the branch, the state of the workspace, the
 * approval. Where nothing is to be done nothing is asked. Throws `BranchNotAllowed`, `WorkspaceDirty` and what
 * `checkApproval` throws (exit 4).
 */
export async function guardPlan(
  guarded: GuardedPlan,
  { environment }: Pick<ReleaseRequest, 'environment'>,
  { git }: Pick<Clients, 'git'>,
): Promise<Approval | undefined> {
  const { approval, branches, promoteFrom } = environment.protection;
  const isProtected = approval !== 'none' || branches !== undefined || promoteFrom !== undefined;
  if (guarded.work.length === 0 || (!isProtected && !guarded.given.hashes?.length)) return undefined;
  const { action } = guarded;
  const refuse = (code: string, what: string, hint: string) =>
    new SlipwayError({
      code,
      message: `${action} in ${environment.name}: ${what}`,
      hint,
      exitCode: ExitCodes.refused,
      details: { environment: environment.name },
    });
  if (branches) {
    const branch = await git.branch();
    const list = branches.join(', ');
    if (branch === undefined) {
      throw refuse('BranchNotAllowed', `it is not known which branch this is, and only ${list} may (protection.branches).`, 'Check a branch out; in a detached checkout CI says it in GITHUB_REF_NAME, CI_COMMIT_BRANCH or BRANCH_NAME.'); // prettier-ignore
    }
    if (!branches.some((pattern) => matchesPattern(pattern, branch))) {
      throw refuse('BranchNotAllowed', `branch ${branch} may not, only ${list} (protection.branches).`, `Merge into ${list} and run it from there.`); // prettier-ignore
    }
  }
  if (isProtected && (await git.commit())?.endsWith('+dirty')) {
    throw refuse('WorkspaceDirty', 'the workspace has changes that no commit holds.', 'Commit them, or take them back ("git status" shows them): a protected environment gets only what can be found again.'); // prettier-ignore
  }
  return checkApproval({ ...guarded, environment, deployer: await git.author() });
}
