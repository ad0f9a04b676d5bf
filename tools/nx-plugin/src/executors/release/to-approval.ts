import type { GivenApproval } from '@slipway/engine';
import type { ReleaseSchema } from './release-schema.d.ts';

/** The approval that options or variables give, and how a target is given one. Pure. */
export function toApproval(
  { approve, approvedBy }: Pick<ReleaseSchema, 'approve' | 'approvedBy'>,
  env: Readonly<Record<string, string | undefined>>,
): GivenApproval {
  const hashes = (approve ?? env['SLIPWAY_APPROVE'] ?? '').split(',').filter(Boolean);
  const by = approvedBy ?? env['SLIPWAY_APPROVED_BY'];
  return {
    hashes,
    ...(by ? { by } : {}),
    howTo:
      'Run the same target with SLIPWAY_APPROVE=HASH SLIPWAY_APPROVED_BY=NAME in front; several hashes go between commas.',
  };
}
