import type { ReleaseStatus, StatusReport } from '@slipway/contracts';
import { toCauseLines } from './event-printer.ts';
import { formatTable } from './format-table.ts';

/** What runs, for people. Pure. */
export function toStatusText(report: StatusReport): string {
  const rows = report.releases.map((release) => [
    release.name,
    release.status,
    release.status === 'absent' ? '' : `revision ${release.revision}`,
    release.status === 'absent'
      ? ''
      : `${release.ready}/${release.wanted} ready${isOnItsWay(release) ? ', rolling out' : ''}`,
    `namespace ${release.namespace}`,
    release.digests.map((digest) => digest.slice(0, 19)).join(' '),
  ]);
  const causes = report.releases.flatMap(({ name, cause }) => (cause ? ['', `${name}:`, ...toCauseLines(cause)] : []));
  return `${[formatTable(rows), ...causes].join('\n')}\n`;
}

/** Pods that serve may be those of the revision before, so the numbers alone do not show it. */
function isOnItsWay({ status, isReady, cause }: ReleaseStatus): boolean {
  return status === 'deployed' && !isReady && !cause;
}
