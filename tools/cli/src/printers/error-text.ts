import type { ErrorReport } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { capLines, capAll } from './cap-lines.ts';

/** An error for people: what was being done, what happened, what to do. Never a stack for a known error. Pure. */
export function toErrorText(error: unknown): string {
  if (error instanceof SlipwayError) return capLines(`error: ${error.message}${error.hint ? `\n${error.hint}` : ''}\n`);
  if (error instanceof Error) return `error: ${error.message}\n${error.stack?.split('\n').slice(1).join('\n') ?? ''}\n`;
  return `error: ${String(error)}\n`;
}

/** The same for machines. Pure. */
export function toErrorDocument(error: unknown, exitCode: number): ErrorReport {
  const known = error instanceof SlipwayError ? error : undefined;
  return capAll({
    schema: 'slipway.error/v1',
    exitCode,
    code: known?.code ?? 'Unexpected',
    message: error instanceof Error ? error.message : String(error),
    ...(known?.hint ? { hint: known.hint } : {}),
    ...(known && Object.keys(known.details).length > 0 ? { details: known.details } : {}),
  }) as ErrorReport;
}
