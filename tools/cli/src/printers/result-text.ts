import type { DeployResult, Verdict } from '@slipway/contracts';
import { toCauseLines } from './event-printer.ts';
import { formatDuration } from './format-duration.ts';
import { formatTable } from './format-table.ts';

/** The end of a deploy, undeploy or rollback for people. Pure. */
export function toResultText({ releases }: DeployResult): string {
  return toVerdictsText(releases);
}

/** A line for each release, then the causes of those that failed. Pure. */
export function toVerdictsText(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ name, status, namespace, revision, durationMs }) => [
    name,
    status,
    revision > 0 ? `revision ${revision}` : '',
    `namespace ${namespace}`,
    formatDuration(durationMs),
  ]);
  const causes = verdicts.flatMap(({ name, cause }) => (cause ? ['', `${name}:`, ...toCauseLines(cause)] : []));
  return `${[formatTable(rows), ...causes].join('\n')}\n`;
}
