import type { DeployResult } from '@slipway/contracts';
import { toCauseLines } from './event-printer.ts';
import { formatDuration } from './format-duration.ts';
import { formatTable } from './format-table.ts';

/** The end of a deploy, undeploy or rollback for people. Pure. */
export function toResultText(result: DeployResult): string {
  const rows = result.releases.map(({ name, status, namespace, revision, durationMs }) => [
    name,
    status,
    revision > 0 ? `revision ${revision}` : '',
    `namespace ${namespace}`,
    formatDuration(durationMs),
  ]);
  const causes = result.releases.flatMap(({ name, cause }) => (cause ? ['', `${name}:`, ...toCauseLines(cause)] : []));
  return `${[formatTable(rows), ...causes].join('\n')}\n`;
}
