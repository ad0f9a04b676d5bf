import type { Cause, Verdict } from '@slipway/contracts';
import { formatDuration } from './format-duration.ts';
import type { RunReport } from './run-report.ts';

/** What GitHub takes for one step. */
export const MAX_SUMMARY_BYTES = 1024 * 1024;
const MARKS: Record<Verdict['status'], string> = {
  deployed: '✅',
  unchanged: '✅',
  recovered: '✅',
  uninstalled: '✅',
  'rolled-back': '↩️',
  failed: '❌',
  skipped: '⏭️',
};
const CUT = '\n\n_The rest is cut: a summary takes 1 MiB._\n';

const CONTROLS =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A run as the summary of a step of GitHub Actions: a table of releases, then each cause with its log folded
 * away. All that comes from outside is escaped. Not longer than `maxBytes`. Pure.
 */
export function toGitHubSummary(report: RunReport, maxBytes: number = MAX_SUMMARY_BYTES): string {
  const { command, environment, durationMs, result, error, notes } = report;
  const isGood = !error && result?.exitCode === 0;
  const parts = [
    `### ${isGood ? '✅' : '❌'} slipway ${escapeCell(command)} to ${escapeCell(environment)} (${formatDuration(durationMs)})\n`,
    result ? toTable(result.releases) : '',
    error ? toErrorBlock(error) : '',
    ...(result?.releases ?? []).flatMap(({ name, cause, wayBackCause }) => [
      ...(cause ? [toCauseBlock(name, cause)] : []),
      ...(wayBackCause ? [toCauseBlock(`${name} could not be taken back`, wayBackCause)] : []),
    ]),
    notes.length > 0 ? `<details><summary>Checks</summary>\n\n${toBlock(notes)}\n\n</details>\n` : '',
  ];
  return cut(parts, maxBytes);
}

function toTable(releases: readonly Verdict[]): string {
  if (releases.length === 0) return 'Nothing to do.\n';
  const rows = releases.map(({ name, status, revision, formerRevision, image, durationMs, cause }) => [
    `${MARKS[status]} ${escapeCell(name)}`,
    status,
    formerRevision === revision ? String(revision) : `${formerRevision} → ${revision}`,
    image ? code(image.digest.slice(0, 19)) : '',
    formatDuration(durationMs),
    cause ? `${code(cause.code)} ${escapeCell(cause.message.slice(0, 300))}` : '',
  ]);
  const lines = [['release', 'verdict', 'revision', 'image', 'time', 'cause'], Array<string>(6).fill('---'), ...rows];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

function toErrorBlock({ code: name, message, hint }: NonNullable<RunReport['error']>): string {
  return `**${escapeCell(name)}**\n\n${toBlock([message, ...(hint ? [hint] : [])])}\n`;
}

function toCauseBlock(release: string, cause: Cause): string {
  const where = cause.container ? `${cause.object} (container ${cause.container})` : cause.object;
  const log = cause.logs.length > 0 ? ['', 'last log lines:', ...cause.logs] : [];
  const title = `${escapeHtml(release)}: ${escapeHtml(cause.code)} at ${escapeHtml(where)}`.replace(/\s+/g, ' ');
  return `<details><summary>${title}</summary>\n\n${toBlock([cause.message, cause.hint, ...log])}\n\n</details>\n`;
}

/** Text as it is: HTML in which neither Markdown nor HTML means anything. */
function toBlock(lines: readonly string[]): string {
  // A blank line would end the block of HTML, and what follows would be Markdown again.
  const text = lines.flatMap((line) => line.split('\n')).map((line) => escapeHtml(line) || '&nbsp;').join('\n'); // prettier-ignore
  return `<pre>${text}</pre>`;
}

function code(text: string): string {
  return `<code>${escapeCell(text)}</code>`;
}

/** Text of one line in a cell. */
function escapeCell(text: string): string {
  return escapeHtml(text).replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+.!|~:@/-]/g, (character) => `&#${character.charCodeAt(0)};`); // prettier-ignore
}

function escapeHtml(text: string): string {
  return text
    .replace(CONTROLS, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Whole parts as long as there is room: half a tag would spoil what is before it. */
function cut(parts: readonly string[], maxBytes: number): string {
  let text = '';
  let size = Buffer.byteLength(CUT);
  for (const part of parts.filter(Boolean)) {
    size += Buffer.byteLength(part) + 1;
    if (size > maxBytes) return maxBytes > Buffer.byteLength(CUT) ? `${text}${CUT}` : '';
    text += `${part}\n`;
  }
  return text;
}
