import type { GivenApproval } from '@slipway/engine';
import type { CommandContext } from '../command-context.ts';
import type { ReleaseOptions } from './release-options.ts';

/** The approval that options or variables give, and the very command that gives one. Pure. */
export function givenApproval(
  { approve, approvedBy }: Pick<ReleaseOptions, 'approve' | 'approvedBy'>,
  { args, env }: Pick<CommandContext, 'args' | 'env'>,
): GivenApproval {
  const hashes = approve ?? env.SLIPWAY_APPROVE?.split(',').filter(Boolean) ?? [];
  const by = approvedBy ?? env.SLIPWAY_APPROVED_BY;
  return { hashes, ...(by ? { by } : {}), howTo: `Approve with: ${toCommand(args)}` };
}

function toCommand(args: readonly string[]): string {
  const isOurs = (arg: string | undefined) => arg === '--approve' || arg === '--approved-by';
  const rest = args.filter((arg, index) => !isOurs(arg) && !isOurs(args[index - 1]) && !/^--approve(d-by)?=/.test(arg));
  return ['slipway', ...rest, '--approve HASH', '--approved-by NAME'].map(quote).join(' ');
}

function quote(arg: string): string {
  return /^[\w@%+=:,./ -]+$/.test(arg) && (!arg.includes(' ') || arg.startsWith('--approve')) ? arg : `'${arg.replaceAll("'", String.raw`'\''`)}'`; // prettier-ignore
}
