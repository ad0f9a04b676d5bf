import type { Failure } from '../check/failure.ts';

/** How one target was. */
export interface TargetResult {
  name: string;
  /** Without anything secret. */
  url: string;
  method: 'GET' | 'HEAD';
  status: 'ok' | 'failed';
  /** Absent where no answer came. */
  httpStatus?: number;
  /** Time of the last attempt in milliseconds. */
  durationMs: number;
  attempts: number;
  /** Bytes of the body that were read. */
  bodyBytes: number;
  failure?: Failure;
}

/** One run; health-result.schema.json describes it for others. */
export interface HealthResult {
  schema: 'slipway.health-result/v1';
  /** Sorts by time; also the name of the file, without `.json`. */
  id: string;
  /** Who checked: the pod's name in a cluster. */
  host: string;
  startedAt: string;
  finishedAt: string;
  /** `failed` when one target failed. */
  status: 'ok' | 'failed';
  counts: { ok: number; failed: number };
  /** In the order in which they were given. */
  targets: TargetResult[];
}

/** What is known of a run besides its targets. Times in milliseconds since 1970. */
export interface RunFacts {
  /** Tells runs of the same millisecond apart: 8 hex digits. */
  random: string;
  host: string;
  startedAtMs: number;
  finishedAtMs: number;
}

/** The result of a run. Pure. */
export function toHealthResult(targets: TargetResult[], facts: RunFacts): HealthResult {
  const failed = targets.filter(({ status }) => status === 'failed').length;
  const startedAt = new Date(facts.startedAtMs).toISOString();
  return {
    schema: 'slipway.health-result/v1',
    id: `${startedAt.replace(/[-:.]/g, '')}-${facts.random}`,
    host: facts.host,
    startedAt,
    finishedAt: new Date(facts.finishedAtMs).toISOString(),
    status: failed === 0 ? 'ok' : 'failed',
    counts: { ok: targets.length - failed, failed },
    targets,
  };
}
