import type { HistoryEntry, HistoryProblem, HistoryReport } from '@slipway/contracts';
import { formatTable } from './format-table.ts';
import { printable } from './printable.ts';

const HEAD = ['RELEASE', 'RECORD', 'WHEN', 'WHO', 'ACTION', 'RESULT', 'REVISION', 'DIGEST', 'COMMIT'];

/** What was deployed and whether the records can be believed, for people. Pure. */
export function toHistoryText({ records, total, chains, problems, environment }: HistoryReport): string {
  const isApproved = records.some(({ approval }) => approval);
  const rows = records.map((entry) => [...toRow(entry), ...(isApproved ? [toApproval(entry)] : [])]);
  const table = formatTable([[...HEAD, ...(isApproved ? ['APPROVED BY'] : [])], ...rows]);
  const hidden = total - records.length;
  const lines = [
    ...(records.length > 0 ? [table] : [`No records in environment ${environment}.`]),
    ...(hidden > 0 ? [`and ${hidden} older; --limit shows more`] : []),
    '',
    ...(problems.length > 0 ? toProblems(problems) : [toProof(chains)]),
  ];
  return `${lines.join('\n')}\n`;
}

function toRow(entry: HistoryEntry): string[] {
  const cells = [
    `${entry.problems ? '! ' : ''}${entry.release}`,
    String(entry.number),
    entry.at.replace(/\.\d+Z$/, 'Z').replace('T', ' '),
    entry.by,
    entry.action,
    entry.cause ? `${entry.result} (${entry.cause})` : entry.result,
    entry.revision > 0 ? String(entry.revision) : '-',
    entry.digest?.slice(0, 19) ?? '-',
    entry.commit?.replace(/^([0-9a-f]{12})[0-9a-f]*/, '$1') ?? '-',
  ];
  return cells.map(printable);
}

function toApproval({ approval }: HistoryEntry): string {
  return approval ? printable(`${approval.by} (plan ${approval.planHash.slice(0, 12)})`) : '-';
}

function toProblems(problems: readonly HistoryProblem[]): string[] {
  const named = problems.map(({ release, code, message }) => `  ${release}: ${code}: ${printable(message)}`);
  return [`✗ the history was tampered with, or is not complete:`, ...named];
}

function toProof(chains: HistoryReport['chains']): string {
  const kept = chains.reduce((sum, chain) => sum + chain.kept, 0);
  const pruned = chains.reduce((sum, chain) => sum + chain.pruned, 0);
  const where = `${chains.length} ${chains.length === 1 ? 'release' : 'releases'}`;
  return `✓ ${kept} ${kept === 1 ? 'record' : 'records'} of ${where} verified${pruned > 0 ? `; ${pruned} older ones were pruned` : ''}`;
}
