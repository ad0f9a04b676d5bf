import type { DeployResult, TakenOver, Verdict } from '@slipway/contracts';
import { toCauseLines } from './event-printer.ts';
import { formatDuration } from './format-duration.ts';
import { formatTable } from './format-table.ts';

/** The end of a deploy, undeploy or rollback for people. Pure. */
export function toResultText({ releases, takenOver = [] }: DeployResult): string {
  return `${takenOver.map(toTakenOverLine).join('')}${toVerdictsText(releases)}`;
}

/** Says that a run before was cut off, and that this one went on from there. */
function toTakenOverLine({ namespace, holder, since }: TakenOver): string {
  return `Recovered: ${holder}, at work on namespace ${namespace} since ${since}, is gone; its lease was taken over.\n`;
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
  const causes = verdicts.flatMap(({ name, cause, wayBackCause }) => [
    ...(cause ? ['', `${name}:`, ...toCauseLines(cause)] : []),
    ...(wayBackCause ? ['  It could not be taken back:', ...toCauseLines(wayBackCause)] : []),
  ]);
  return `${[formatTable(rows), ...causes].join('\n')}\n`;
}
