import type { Approval } from './approval.ts';
import type { Verdict } from './deploy-result.ts';

/** One attempt that wrote to the cluster, kept as Secret `slipway-record.<release>.<n>`. */
export interface DeployRecord {
  schema: 'slipway.record/v1';
  /** Counts from 1 per release. */
  number: number;
  release: string;
  namespace: string;
  environment: string;
  /** `deploy`, `undeploy` or `rollback`. */
  action: 'deploy' | 'undeploy' | 'rollback';
  /** Who, as git or the operating system says. */
  by: string;
  /** ISO 8601. */
  at: string;
  /** Commit of the workspace, with `+dirty` when there were uncommitted changes; absent outside git. */
  commit?: string;
  planHash: string;
  /** Present where the plan was approved. */
  approval?: Approval;
  specHash: string;
  verdict: Verdict;
  /** Hex sha256 of the record before; 64 zeros for the first. */
  previous: string;
  /** Hex sha256 over all other fields. */
  hash: string;
}

/** What is known of the records that were pruned. */
export interface RecordCheckpoint {
  schema: 'slipway.record-checkpoint/v1';
  release: string;
  /** How many records were pruned. */
  count: number;
  /** Hash of the newest pruned one: `previous` of the oldest that is kept. */
  hash: string;
}
