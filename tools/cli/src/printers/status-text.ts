import type { ReleaseStatus, StatusReport } from '@slipway/contracts';
import { toCauseLines } from './event-printer.ts';
import { formatAge } from './format-age.ts';
import { formatTable } from './format-table.ts';
import { printable } from './printable.ts';

const HEAD = ['RELEASE', 'HEALTH', 'READY', 'REVISION', 'AGE', 'DRIFT', 'IMAGE', 'DEPLOYED BY', 'NAMESPACE'];
const MOST_FIELDS = 5;

/** What runs, for people: a row for each release, then what is not as it should be. Pure. */
export function toStatusText(report: StatusReport): string {
  const isMany = report.environments !== undefined;
  const rows = [
    ...report.releases.map((release) => [...(isMany ? [release.environment ?? ''] : []), ...toStatusRow(release)]),
    ...(report.environments ?? []).flatMap(({ name, error }) => (error ? [[name, '-', error.code]] : [])),
  ];
  const notes = [
    ...report.releases.flatMap((release) => toNotes(release, isMany)),
    ...(report.environments ?? []).flatMap(({ name, error }) =>
      error ? ['', `${name}:`, `  ${error.message}`, ...(error.hint ? [`  ${error.hint}`] : [])] : [],
    ),
  ];
  return `${[formatTable([[...(isMany ? ['ENVIRONMENT'] : []), ...HEAD], ...rows]), ...notes].join('\n')}\n`;
}

/** One release in one row of words; those that change by themselves left out when `isSteady`. Pure. */
export function toStatusRow(release: ReleaseStatus, { isSteady = false } = {}): string[] {
  const { name, status, revision, ready, wanted, namespace, lastDeploy, ageMs } = release;
  if (status === 'absent') return [name, 'absent', '-', '-', '-', '-', toImage(release), toWho(lastDeploy), namespace];
  return [
    name,
    toHealth(release),
    `${ready}/${wanted}`,
    String(revision),
    ...(isSteady ? [] : [ageMs === undefined ? '-' : formatAge(ageMs)]),
    toDrift(release),
    toImage(release),
    toWho(lastDeploy),
    namespace,
  ];
}

/** The cause, where there is one. Pods that serve may be those of the revision before, so numbers alone do not show it. */
function toHealth({ cause, isReady, status }: ReleaseStatus): string {
  if (cause) return cause.code;
  if (isReady) return 'healthy';
  return status === 'deployed' ? 'rolling out' : status;
}

function toDrift({ drift }: ReleaseStatus): string {
  if (!drift || drift.state === 'unknown') return 'unknown';
  if (drift.state === 'none') return '-';
  return drift.fields.length === 1 ? '1 field' : `${drift.fields.length} fields`;
}

function toImage({ digests, isBehind }: ReleaseStatus): string {
  const shown = digests.map((digest) => digest.replace(/^sha256:/, '').slice(0, 12)).join(' ') || '-';
  return isBehind ? `${shown} (behind)` : shown;
}

function toWho(lastDeploy: ReleaseStatus['lastDeploy']): string {
  return lastDeploy ? printable(lastDeploy.by.replace(/\s*<[^>]*>$/, '')) : '-';
}

function toNotes(release: ReleaseStatus, isMany: boolean): string[] {
  const { name, environment, cause, drift, locked, isBehind, project } = release;
  const fields = drift?.state === 'drifted' ? drift.fields : [];
  const rest = fields.length - MOST_FIELDS;
  const lines = [
    ...(cause ? toCauseLines(cause) : []),
    ...fields.slice(0, MOST_FIELDS).map(({ kind, name: object, path }) => `  drifted: ${kind}/${object} ${path === '' ? 'is gone' : path}`), // prettier-ignore
    ...(rest > 0 ? [`  and ${rest} more fields; --json shows all`] : []),
    ...(isBehind && locked ? [`  behind: the lock wants ${locked.digest.slice(0, 19)}; "slipway deploy --env ${environment} --projects ${project}" brings it`] : []), // prettier-ignore
  ];
  return lines.length > 0 ? ['', `${isMany ? `${environment}/` : ''}${name}:`, ...lines] : [];
}
