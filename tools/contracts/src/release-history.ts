import type { DeployRecord } from './deploy-record.ts';
import type { VerdictStatus } from './deploy-result.ts';

/** What does not fit in the records of a release. Permanent once published. */
export const HISTORY_PROBLEM_CODES = [
  /** The data is not a record. */
  'RecordUnreadable',
  /** Its hash is not that of its content. */
  'RecordChanged',
  /** Its Secret's name, namespace or release is not what the record says. */
  'RecordRenumbered',
  /** The hash beside the data is not the hash in it. */
  'AnnotationDiffers',
  /** A number of the chain is not there. */
  'RecordMissing',
  /** It is not chained to the record before it. */
  'ChainBroken',
  /** The Secret was written long before or after the time that the record gives, or before the record before it. */
  'RecordTimeWrong',
  /** Records were pruned, and nothing says which. */
  'CheckpointMissing',
  /** The checkpoint is not the one that the oldest kept record is chained to. */
  'CheckpointWrong',
  /** Helm has a revision that Slipway ended, and no record tells of it. */
  'RevisionWithoutRecord',
  /** It is not what an earlier report of the same history says. */
  'HistoryReplaced',
] as const;

export type HistoryProblemCode = (typeof HISTORY_PROBLEM_CODES)[number];

/** One thing that does not fit. */
export interface HistoryProblem {
  code: HistoryProblemCode;
  release: string;
  namespace: string;
  /** Number of the record; absent where it is not about one. */
  record?: number;
  /** One sentence. */
  message: string;
}

/** One attempt, as its record tells it. */
export interface HistoryEntry {
  release: string;
  namespace: string;
  number: number;
  /** ISO 8601, by the clock of whoever deployed. */
  at: string;
  by: string;
  /** With `+dirty` when there were uncommitted changes. */
  commit?: string;
  action: DeployRecord['action'];
  result: VerdictStatus;
  /** Code of the cause, when it did not end well. */
  cause?: string;
  /** Newest Helm revision after it; 0 for none. */
  revision: number;
  /** Of the image that was wanted. */
  digest?: string;
  /** Who approved which plan, where that was asked for. */
  approval?: { by: string; planHash: string };
  planHash: string;
  specHash: string;
  hash: string;
  /** What does not fit; absent for a record that fits. */
  problems?: HistoryProblemCode[];
}

/** The chain of one release. A later report compares with `head` (`slipway history --against FILE`). */
export interface HistoryChain {
  release: string;
  namespace: string;
  /** Records that are there. */
  kept: number;
  /** Records that were pruned, as the checkpoint says. */
  pruned: number;
  /** The newest record; absent where there is none. */
  head?: { number: number; hash: string };
}

/** `slipway history --json`. */
export interface HistoryReport {
  schema: 'slipway.history/v1';
  environment: string;
  /** Newest first, over all releases; at most as many as asked for. */
  records: HistoryEntry[];
  /** How many records there are in all. */
  total: number;
  chains: HistoryChain[];
  /** Of all records, shown or not. Empty: every chain fits. */
  problems: HistoryProblem[];
}
