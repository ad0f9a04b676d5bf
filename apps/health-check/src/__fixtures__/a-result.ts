import type { HealthResult, RunFacts, TargetResult } from '../result/health-result.ts';
import { toHealthResult } from '../result/health-result.ts';

/** How one target was, saying only what matters. */
export function aTargetResult(result: Partial<TargetResult> = {}): TargetResult {
  return {
    name: 'sample',
    url: 'http://sample/',
    method: 'GET',
    status: 'ok',
    httpStatus: 200,
    durationMs: 12,
    attempts: 1,
    bodyBytes: 3,
    ...result,
  };
}

/** The result of a run, saying only what matters. */
export function aResult(targets: TargetResult[] = [aTargetResult()], facts: Partial<RunFacts> = {}): HealthResult {
  const startedAtMs = Date.parse('2026-11-21T06:30:04.123Z');
  return toHealthResult(targets, {
    random: '0123abcd',
    host: 'pod-1',
    startedAtMs,
    finishedAtMs: (facts.startedAtMs ?? startedAtMs) + 50,
    ...facts,
  });
}
