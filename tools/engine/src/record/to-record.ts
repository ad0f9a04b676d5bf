import type { Approval, DeployRecord, Verdict } from '@slipway/contracts';
import { sha256 } from '../render/hash.ts';
import { stableJson } from '../render/sort-keys.ts';

/** `previous` of the first record. */
export const FIRST_HASH = '0'.repeat(64);

/** Facts of one attempt. */
export interface RecordFacts {
  environment: string;
  action: DeployRecord['action'];
  by: string;
  /** Milliseconds since the epoch. */
  at: number;
  commit: string | undefined;
  planHash: string;
  approval?: Approval | undefined;
  specHash: string;
  verdict: Verdict;
}

/** The record of one attempt, chained to the one before. Pure. */
export function toRecord(facts: RecordFacts, before: { number: number; hash: string } | undefined): DeployRecord {
  const body: Omit<DeployRecord, 'hash'> = {
    schema: 'slipway.record/v1',
    number: (before?.number ?? 0) + 1,
    release: facts.verdict.name,
    namespace: facts.verdict.namespace,
    environment: facts.environment,
    action: facts.action,
    by: facts.by,
    at: new Date(facts.at).toISOString(),
    ...(facts.commit ? { commit: facts.commit } : {}),
    planHash: facts.planHash,
    ...(facts.approval ? { approval: facts.approval } : {}),
    specHash: facts.specHash,
    verdict: facts.verdict,
    previous: before?.hash ?? FIRST_HASH,
  };
  return { ...body, hash: recordHash(body) };
}

/** Hash of a record over all its other fields. Pure. */
export function recordHash({
  hash: _hash,
  ...body
}: DeployRecord | (Omit<DeployRecord, 'hash'> & { hash?: string })): string {
  return sha256(stableJson(body));
}
