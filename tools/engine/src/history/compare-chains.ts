import type { HistoryChain, HistoryProblem } from '@slipway/contracts';
import type { StoredChain } from '../record/read-records.ts';

/**
 * What an earlier report of the same history knew and the records of today contradict: the one thing that shows a chain
 * which was replaced as a whole. Records that were pruned meanwhile prove nothing either way. Pure.
 */
export function compareChains(
  earlier: readonly HistoryChain[],
  today: ReadonlyMap<string, StoredChain>,
  releases: ReadonlySet<string>,
): HistoryProblem[] {
  return earlier.flatMap(({ release, namespace, head }) => {
    if (!head || !releases.has(release)) return [];
    const chain = today.get(release);
    const code = 'HistoryReplaced' as const;
    const about = { code, release, namespace, record: head.number };
    const checkpoint = chain?.checkpoint === 'unreadable' ? undefined : chain?.checkpoint;
    const now = chain?.records.find(({ number }) => number === head.number)?.record?.hash;
    if (now === head.hash) return [];
    if (now !== undefined)
      return [{ ...about, message: `record ${head.number} is not the one of the earlier report.` }];
    if (checkpoint && checkpoint.count > head.number) return [];
    if (checkpoint?.count === head.number && checkpoint.hash === head.hash) return [];
    return [{ ...about, message: `record ${head.number} of the earlier report is gone.` }];
  });
}
