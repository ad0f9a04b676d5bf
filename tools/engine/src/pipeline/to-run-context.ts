import type { Clients } from '@slipway/contracts';
import type { RunContext } from '../apply/run-context.ts';
import type { DeployOptions, ReleaseRequest } from './release-request.ts';

/** Time from Running to Ready for a container without a startup probe. */
export const DEFAULT_PATIENCE_MS = 10_000;
/** Longest time for one release. */
export const DEFAULT_DEADLINE_MS = 600_000;
/** Longest time for the tests of one release. */
export const DEFAULT_TEST_TIMEOUT_MS = 120_000;

/** What a run brings along. */
export interface RunFacts extends Pick<RunContext, 'emit' | 'openView'> {
  options: DeployOptions;
  /** Aborts when the lease was lost. */
  lost: AbortSignal;
}

/** Options and clients as the steps of a release want them. */
export function toRunContext(
  request: ReleaseRequest,
  clients: Clients,
  { options, emit, openView, lost }: RunFacts,
): RunContext {
  const signal = options.signal ? AbortSignal.any([options.signal, lost]) : lost;
  return {
    clients,
    openView,
    emit,
    signal,
    waitSignal: signal,
    patienceMs: options.patienceMs ?? DEFAULT_PATIENCE_MS,
    deadlineMs: options.deadlineMs ?? DEFAULT_DEADLINE_MS,
    testTimeoutMs: options.testTimeoutMs ?? DEFAULT_TEST_TIMEOUT_MS,
    autoscaling: request.environment.autoscaling,
    environment: request.environment,
    workspaceRoot: request.workspaceRoot,
    verify: options.verify ?? true,
  };
}
