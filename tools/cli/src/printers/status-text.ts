import type { StatusReport } from '@slipway/contracts';
import { toCauseLines } from './event-printer.ts';
import { formatTable } from './format-table.ts';

/** What runs, for people. Pure. */
export function toStatusText(report: StatusReport): string {
  const rows = report.releases.map((release) => [
    release.name,
    release.status,
    release.status === 'absent' ? '' : `revision ${release.revision}`,
    release.status === 'absent' ? '' : `${release.ready}/${release.wanted} ready`,
    `namespace ${release.namespace}`,
    release.digests.map((digest) => digest.slice(0, 19)).join(' '),
  ]);
  const causes = report.releases.flatMap(({ name, cause }) => (cause ? ['', `${name}:`, ...toCauseLines(cause)] : []));
  return `${[formatTable(rows), ...causes].join('\n')}\n`;
}
