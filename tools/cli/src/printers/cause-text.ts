import type { ExplainReport } from '@slipway/contracts';
import { formatTable } from './format-table.ts';

type ExplainedCause = ExplainReport['causes'][number];

/** One cause in full, for people. Pure. */
export function toCauseText(cause: ExplainedCause): string {
  return `${cause.code}: ${cause.title}

${cause.meaning}

Recognised by: ${cause.recognised}
Slow or failed: ${cause.patience}
What to do: ${cause.hint}
To look further (capitals stand for names):
${cause.commands.map((command) => `  ${command}`).join('\n')}
`;
}

/** Every cause in a line. Pure. */
export function toCauseListText(causes: readonly ExplainedCause[]): string {
  return `${formatTable(causes.map(({ code, title }) => [code, title]))}\n"slipway explain CODE" says more.\n`;
}
