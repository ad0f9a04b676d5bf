import type { Cause, DeployEvent, OperationKind } from '@slipway/contracts';
import { toErrorCause } from '../diagnose/error-cause.ts';

/** Which step of which release is told of. */
export interface OperationFacts {
  release: string;
  kind: OperationKind;
  emit: (event: DeployEvent) => void;
  /** How an error of the step is told; default by its code. */
  toCause?: (error: unknown) => Cause;
}

/**
 * One step of a release between its events: `started`, then `done` (with `work`'s words, when it gives some)
 * or `failed` (when it gives a cause, or throws; what it throws goes on).
 */
export async function operation<T extends Cause | string | undefined>(
  { release, kind, emit, toCause = (error) => toErrorCause(error, release) }: OperationFacts,
  work: () => Promise<T>,
): Promise<T> {
  const event = { type: 'operation' as const, id: `${release}/${kind}`, release, kind };
  emit({ ...event, state: 'started' });
  try {
    const result = await work();
    if (typeof result === 'object') emit({ ...event, state: 'failed', cause: result });
    else emit({ ...event, state: 'done', ...(result === undefined ? {} : { detail: result }) });
    return result;
  } catch (error) {
    emit({ ...event, state: 'failed', cause: toCause(error) });
    throw error;
  }
}
