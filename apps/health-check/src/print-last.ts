import { ExitCodes } from './exit-codes.ts';
import { readLogEnd } from './log/read-log-end.ts';
import type { Output } from './output.ts';
import { toLines } from './record-run.ts';
import { readLastResult } from './result/read-last-result.ts';
import type { HealthCheckValues } from './settings.ts';

const LOG_LINES = 50;

/** What a look back is given. */
export interface PrintOptions {
  values: HealthCheckValues;
  isJson: boolean;
  output: Output;
  nowMs: number;
}

/**
 * Shows the end of the log and the last result, or that alone as JSON. Gives the exit code of that run: 0 or 1,
 * and 1 where there is none. A stale result is said to be so; it does not change the code.
 */
export function printLast({ values, isJson, output, nowMs }: PrintOptions): number {
  const result = readLastResult(values.RESULTS_DIR);
  if (!isJson) {
    const lines = readLogEnd(values.LOG_FILE, LOG_LINES);
    output.print(`${values.LOG_FILE}: ${lines.length === 0 ? 'nothing' : `the last ${lines.length} lines`}\n`);
    for (const line of lines) output.print(`${line}\n`);
  }
  if (typeof result === 'string') {
    output.warn(result);
    return ExitCodes.failed;
  }
  const ageMs = nowMs - Date.parse(result.finishedAt);
  if (ageMs > values.STALE_AFTER_MS) {
    output.warn(
      `the last result is stale: it is ${Math.round(ageMs / 1000)} s old, more than ${values.STALE_AFTER_MS / 1000} s`,
    );
  }
  if (isJson) output.print(`${JSON.stringify(result)}\n`);
  else {
    const { ok, failed } = result.counts;
    output.print(`${result.id} on ${result.host}: ${result.status}, ${ok} well, ${failed} failed\n`);
    output.print(toLines(result).join(''));
  }
  return result.status === 'ok' ? ExitCodes.ok : ExitCodes.failed;
}
