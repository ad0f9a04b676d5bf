import { appendLines } from './log/append-lines.ts';
import { formatLine } from './log/format-line.ts';
import { rotateLog } from './log/rotate-log.ts';
import type { HealthResult } from './result/health-result.ts';
import { pruneResults } from './result/prune-results.ts';
import { writeResult } from './result/write-result.ts';
import type { HealthCheckValues } from './settings.ts';

const HOUR_MS = 3_600_000;

/** The lines of a run, as they stand in the log. Pure. */
export function toLines({ finishedAt, targets }: HealthResult): string[] {
  return targets.map((target) => formatLine(finishedAt, target));
}

/** Writes a run into the log and among the results. Gives what could not be written; one does not stop the other. */
export function recordRun(result: HealthResult, values: HealthCheckValues): string[] {
  const nowMs = Date.parse(result.finishedAt);
  const random = result.id.slice(-8);
  const faults: string[] = [];
  function attempt(what: string, write: () => void): void {
    try {
      write();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      faults.push(`${what} cannot be written: ${code ?? message}`);
    }
  }
  attempt(`log ${values.LOG_FILE}`, () => {
    const lines = toLines(result);
    const bytes = Buffer.byteLength(lines.join(''));
    const { LOG_MAX_BYTES: maxBytes, LOG_KEEP: keep } = values;
    rotateLog(
      values.LOG_FILE,
      { maxBytes, maxAgeMs: values.LOG_MAX_AGE_HOURS * HOUR_MS, keep },
      { nowMs, bytes, random },
    );
    appendLines(values.LOG_FILE, lines);
  });
  attempt(`result in ${values.RESULTS_DIR}`, () => writeResult(values.RESULTS_DIR, result));
  attempt(`results in ${values.RESULTS_DIR}`, () => {
    const { RESULTS_MAX_COUNT: maxCount, RESULTS_MAX_BYTES: maxBytes } = values;
    pruneResults(values.RESULTS_DIR, { maxCount, maxBytes, maxAgeMs: values.RESULTS_MAX_AGE_HOURS * HOUR_MS }, nowMs);
  });
  return faults;
}
