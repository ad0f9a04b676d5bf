import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { checkTarget } from './check/check-target.ts';
import { mapWithLimit } from './check/map-with-limit.ts';
import { ExitCodes } from './exit-codes.ts';
import type { Output } from './output.ts';
import { recordRun, toLines } from './record-run.ts';
import { toHealthResult } from './result/health-result.ts';
import type { HealthCheckValues } from './settings.ts';
import type { Target } from './targets/target.ts';

/** What a run is given. */
export interface RunOptions {
  targets: readonly Target[];
  values: HealthCheckValues;
  isJson: boolean;
  output: Output;
  /** Ends the run, which then leaves nothing behind; the promise rejects with its reason. */
  signal: AbortSignal;
}

/** Checks every target, writes down and prints how they are. Gives the exit code. */
export async function runOnce({ targets, values, isJson, output, signal }: RunOptions): Promise<number> {
  const startedAtMs = Date.now();
  const { CONCURRENCY: limit, MAX_BODY_BYTES: maxBodyBytes } = values;
  const checked = await mapWithLimit(targets, limit, (target) => checkTarget(target, { maxBodyBytes, signal }));
  const result = toHealthResult(checked, {
    random: randomBytes(4).toString('hex'),
    host: hostname(),
    startedAtMs,
    finishedAtMs: Date.now(),
  });
  const faults = recordRun(result, values);
  for (const fault of faults) output.warn(fault);
  output.print(isJson ? `${JSON.stringify(result)}\n` : toLines(result).join(''));
  if (result.status === 'failed') return ExitCodes.failed;
  return faults.length > 0 ? ExitCodes.unrecorded : ExitCodes.ok;
}
