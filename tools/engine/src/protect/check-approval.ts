import type { Approval, Environment, Plan, PlannedRelease } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import { isSamePerson } from './same-person.ts';

/** Fewest hex digits of a plan's hash that an approval may name. */
export const APPROVAL_DIGITS = 12;

/** What was given as an approval. */
export interface GivenApproval {
  /** Hashes of plans, or their beginnings; one of them has to be of the plan that would be carried out. */
  hashes?: readonly string[];
  /** Who approves. */
  by?: string;
  /** How to say it, `HASH` in the place of the hash; for the refusal. Default: the options of the CLI. */
  howTo?: string;
}

/** What is asked. */
export interface ApprovalQuestion {
  environment: Environment;
  plan: Plan;
  /** Releases that something would be done to; not empty. */
  work: readonly PlannedRelease[];
  /** What would be done. */
  action: 'deploy' | 'undeploy' | 'rollback';
  /** Who would do it. */
  deployer: string;
  given: GivenApproval;
}

const HOW_TO = 'Run the same command with --approve HASH --approved-by NAME.';

/**
 * The approval of a plan, where one is needed or given. An approval is of exactly one plan: it names the plan's hash, and a
 * plan that has moved needs a new one. Throws `ApprovalInvalid` (exit 64), `ApprovalRequired`, `ApprovalStale`,
 * `ApproverMissing`, `ApproverIsDeployer` (exit 4). Pure.
 */
export function checkApproval(question: ApprovalQuestion): Approval | undefined {
  const { environment, plan, given, deployer, action } = question;
  const { approval } = environment.protection;
  const hashes = (given.hashes ?? []).map((hash) => hash.trim().toLowerCase()).filter(Boolean);
  const wrong = hashes.find((hash) => !/^[0-9a-f]+$/.test(hash) || hash.length < APPROVAL_DIGITS || hash.length > 64);
  if (wrong !== undefined) {
    throw new SlipwayError({
      code: 'ApprovalInvalid',
      message: `read the approval: "${wrong}" is no hash of a plan.`,
      hint: `Give at least ${APPROVAL_DIGITS} of its hex digits, as "slipway plan" or the refusal shows them.`,
      exitCode: ExitCodes.usage,
    });
  }
  if (approval === 'none' && hashes.length === 0) return undefined;
  const refuse = (code: string, what: string, hint: string) =>
    new SlipwayError({
      code,
      message: `${action} in ${environment.name}: ${what}\n${toSummary(question)}`,
      hint: hint.replaceAll('HASH', plan.hash),
      exitCode: ExitCodes.refused,
      details: {
        environment: environment.name,
        planHash: plan.hash,
        releases: question.work.map(({ name, namespace, action: kind, reasons, image }) => ({ name, namespace, action: kind, reasons, ...(image ? { image } : {}) })), // prettier-ignore
      },
    });
  const howTo = given.howTo ?? HOW_TO;
  if (hashes.length === 0) throw refuse('ApprovalRequired', `what changes ${environment.name} needs an approval of exactly this plan (protection.approval: ${approval}).`, howTo); // prettier-ignore
  if (!hashes.some((hash) => plan.hash.startsWith(hash))) {
    throw refuse('ApprovalStale', `the approval is of another plan (${hashes.join(', ')}); this one has moved since, or is of other releases.`, `Look at this plan. ${howTo}`); // prettier-ignore
  }
  const by = given.by?.trim();
  if (approval !== 'other') return { by: by || deployer, planHash: plan.hash };
  if (!by) throw refuse('ApproverMissing', `it is not said who approves, and another person than ${deployer} has to (protection.approval: other).`, 'Say who with --approved-by NAME or SLIPWAY_APPROVED_BY.'); // prettier-ignore
  if (isSamePerson(by, deployer)) throw refuse('ApproverIsDeployer', `${by} approves and carries out; one of the two has to be another person (protection.approval: other).`, 'Have another person approve.'); // prettier-ignore
  return { by, planHash: plan.hash };
}

function toSummary({ work, plan }: ApprovalQuestion): string {
  const lines = work.map(({ name, namespace, action, reasons, image, changes }) => {
    const what = image ? `, image ${image.repository}@${image.digest}` : '';
    const fields = changes.length > 0 ? `, ${changes.length} ${changes.length === 1 ? 'change' : 'changes'}` : '';
    return `  ${name}: ${action} (${reasons.join(', ')}) in ${namespace}${fields}${what}`;
  });
  return [...lines, `  plan ${plan.hash}`].join('\n');
}
