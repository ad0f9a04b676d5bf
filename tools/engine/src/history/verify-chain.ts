import type { HistoryProblem, HistoryProblemCode, LiveRevision } from '@slipway/contracts';
import type { StoredChain, StoredRecord } from '../record/read-records.ts';
import { FIRST_HASH, recordHash } from '../record/to-record.ts';

/** Clocks of deployers may be off by this much, in milliseconds, before a record's time counts as wrong. */
const CLOCK_TOLERANCE_MS = 10 * 60_000;

/**
 * Everything that does not fit in one release's records: content, numbers, links, checkpoint, the times that only the API
 * server sets, and the revisions that Helm keeps beside them. Whoever may write Secrets can still replace all of it at
 * once, from the first record on, within the tolerance of clocks: only a report kept elsewhere shows that. Pure.
 */
export function verifyChain(chain: StoredChain, revisions: readonly LiveRevision[] = []): HistoryProblem[] {
  return [
    ...chain.records.flatMap((stored) => ofRecord(stored, chain)),
    ...ofCheckpoint(chain),
    ...chain.records.slice(1).flatMap((stored, index) => ofLink(chain.records[index] as StoredRecord, stored, chain)),
    ...ofRevisions(chain, revisions),
  ];
}

/** What is wrong with one record by itself. */
function ofRecord(stored: StoredRecord, chain: StoredChain): HistoryProblem[] {
  const { number, record, annotation, createdAt } = stored;
  const found = (code: HistoryProblemCode, message: string) => problem(chain, code, message, number);
  if (!record) return [found('RecordUnreadable', `record ${number} cannot be read: its data is not a record.`)];
  const problems: HistoryProblem[] = [];
  if (record.hash !== recordHash(record)) {
    problems.push(found('RecordChanged', `record ${number} was changed: its content has another hash than it says.`));
  }
  const { release, namespace } = chain;
  if (record.number !== number || record.release !== release || record.namespace !== namespace) {
    const says = `${record.number} of ${record.release} in ${record.namespace}`;
    problems.push(found('RecordRenumbered', `record ${number} is not itself: it says that it is ${says}.`));
  }
  if (annotation !== record.hash) {
    problems.push(
      found('AnnotationDiffers', `record ${number} has another hash beside its data than in it: one was changed.`),
    );
  }
  const distanceMs = createdAt === undefined ? 0 : Date.parse(createdAt) - Date.parse(record.at);
  if (Math.abs(distanceMs) > CLOCK_TOLERANCE_MS) {
    const message = `record ${number} says ${record.at}, but the cluster got it at ${createdAt}: it was written again, or a clock was wrong.`;
    problems.push(found('RecordTimeWrong', message));
  }
  return problems;
}

/** What is wrong between a record and the one before it. */
function ofLink(before: StoredRecord, stored: StoredRecord, chain: StoredChain): HistoryProblem[] {
  const { number } = stored;
  if (number !== before.number + 1) {
    return [missing(chain, before.number + 1, number - 1)];
  }
  const problems: HistoryProblem[] = [];
  if (stored.record && before.record && stored.record.previous !== before.record.hash) {
    const message = `record ${number} is not chained to record ${before.number}: one of the two is not the one that was written.`;
    problems.push(problem(chain, 'ChainBroken', message, number));
  }
  const [first, second] = [before.createdAt, stored.createdAt].map((time) => Date.parse(time ?? ''));
  if (first !== undefined && second !== undefined && second < first) {
    const message = `record ${before.number} came to the cluster at ${before.createdAt}, after record ${number}: it was written again.`;
    problems.push(problem(chain, 'RecordTimeWrong', message, before.number));
  }
  return problems;
}

/** Whether the oldest records are those that they should be. */
function ofCheckpoint(chain: StoredChain): HistoryProblem[] {
  const { records, checkpoint } = chain;
  if (checkpoint === 'unreadable') {
    return [problem(chain, 'CheckpointWrong', 'the checkpoint cannot be read: its data is not a checkpoint.')];
  }
  const oldest = records[0];
  if (!oldest) {
    const what = 'there is a checkpoint and no record: those after it were deleted.';
    return checkpoint ? [problem(chain, 'RecordMissing', what, checkpoint.count + 1)] : [];
  }
  if (!checkpoint) {
    if (oldest.number === 1) return ofStart(oldest, FIRST_HASH, chain);
    const message = `the history begins with record ${oldest.number}, and no checkpoint says that the ones before were pruned.`;
    return [problem(chain, 'CheckpointMissing', message)];
  }
  const { count, hash } = checkpoint;
  if (count < oldest.number - 1) return [missing(chain, count + 1, oldest.number - 1)];
  if (count === oldest.number - 1) return ofStart(oldest, hash, chain);
  // A deployer that was killed while it pruned leaves records that the checkpoint counts already.
  const last = records.find(({ number }) => number === count);
  const isRight = last?.record?.hash === hash;
  const message = `the checkpoint counts ${count} pruned records, but that is not the hash of record ${count}.`;
  return isRight ? [] : [problem(chain, 'CheckpointWrong', message)];
}

function ofStart(oldest: StoredRecord, hash: string, chain: StoredChain): HistoryProblem[] {
  if (!oldest.record || oldest.record.previous === hash) return [];
  const message =
    oldest.number === 1
      ? 'record 1 says that there was a record before it.'
      : `record ${oldest.number} is not chained to the checkpoint: one of the two is not the one that was written.`;
  return [problem(chain, oldest.number === 1 ? 'ChainBroken' : 'CheckpointWrong', message, oldest.number)];
}

/**
 * Revisions that Slipway has ended (it labels them with what came of them just before it records) and that no record
 * covers: the newest records were deleted, or the whole chain was begun anew.
 */
function ofRevisions(chain: StoredChain, revisions: readonly LiveRevision[]): HistoryProblem[] {
  const verdicts = chain.records.flatMap(({ record }) => (record ? [record.verdict] : []));
  // Once the release was taken away, Helm counts from 1 again.
  const begin = verdicts.findLastIndex(({ revision }) => revision === 0) + 1;
  const covered = verdicts.slice(begin);
  const prunedUpTo = chain.checkpoint && begin === 0 ? (covered[0]?.formerRevision ?? 0) : 0;
  return revisions
    .filter(({ outcome, revision }) => outcome !== undefined && revision > prunedUpTo)
    .filter(
      ({ revision }) =>
        !covered.some((verdict) => {
          const first = Math.min(verdict.formerRevision + 1, verdict.revision);
          return first <= revision && revision <= verdict.revision;
        }),
    )
    .map(({ revision }) => {
      const message = `revision ${revision} was made by Slipway, and no record tells of it: its record was deleted, or its deployer was killed before it wrote it.`;
      return problem(chain, 'RevisionWithoutRecord', message);
    });
}

function missing(chain: StoredChain, from: number, to: number): HistoryProblem {
  const which = from === to ? `record ${from} is` : `records ${from} to ${to} are`;
  return problem(chain, 'RecordMissing', `${which} missing.`, from);
}

function problem(
  { release, namespace }: Pick<StoredChain, 'release' | 'namespace'>,
  code: HistoryProblemCode,
  message: string,
  record?: number,
): HistoryProblem {
  return { code, release, namespace, ...(record === undefined ? {} : { record }), message };
}
