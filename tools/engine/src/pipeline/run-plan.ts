import type { Clients, DeployEvent, DeployRecord, Plan, PlannedRelease, Verdict } from '@slipway/contracts';
import { createEventChannel } from '../apply/event-channel.ts';
import { runOrdered } from '../apply/run-ordered.ts';
import { redactLine } from '../diagnose/redact-log.ts';
import { toErrorCause } from '../diagnose/error-cause.ts';
import { writeRecord } from '../record/write-record.ts';
import type { ReleaseRequest } from './release-request.ts';
import { toResult } from './to-result.ts';

/** How a plan's releases are carried out. */
export interface RunPlanOptions {
  parallel: number;
  signal?: AbortSignal | undefined;
  /** Carries out one release; must not throw. */
  run: (planned: PlannedRelease, emit: (event: DeployEvent) => void) => Promise<Verdict>;
  /** Whether a verdict is of an attempt that wrote to the cluster. */
  isRecorded: (planned: PlannedRelease, verdict: Verdict) => boolean;
  action: DeployRecord['action'];
  /** Frees what the run has opened. */
  close: () => Promise<void>;
}

/**
 * Carries out a plan: first the plan itself, then what happens, last the result, whatever happens between.
 * Releases run beside each other in the order of the plan; one that waits for a failed one is skipped.
 */
export async function* runPlan(
  request: ReleaseRequest,
  plan: Plan,
  clients: Clients,
  options: RunPlanOptions,
): AsyncGenerator<DeployEvent> {
  yield { type: 'plan', plan };
  const channel = createEventChannel();
  const { emit } = channel;
  const work = runOrdered(plan.releases, options.parallel, async (planned, before: ReadonlyMap<string, Verdict>) => {
    const blocking = planned.after.find((name) => isBad(before.get(name)));
    if (blocking !== undefined) return skipped(planned, blocking, emit);
    if (options.signal?.aborted) return stopped(planned);
    const verdict = await options.run(planned, emit);
    if (options.isRecorded(planned, verdict)) await record(request, plan, planned, verdict, { clients, emit, options });
    return verdict;
  }).finally(async () => {
    await options.close();
    channel.close();
  });
  work.catch(() => undefined); // Told below, after the events that led to it.
  yield* channel.events;
  yield { type: 'done', result: toResult(plan.environment, plan.hash, await work, options.signal) };
}

async function record(
  request: ReleaseRequest,
  plan: Plan,
  planned: PlannedRelease,
  verdict: Verdict,
  { clients, emit, options }: { clients: Clients; emit: (event: DeployEvent) => void; options: RunPlanOptions },
): Promise<void> {
  const event = {
    type: 'operation' as const,
    id: `${planned.name}/record`,
    release: planned.name,
    kind: 'record' as const,
  };
  try {
    const [commit, by] = await Promise.all([clients.git.commit(), clients.git.author()]);
    const facts = {
      environment: request.environment.name,
      action: options.action,
      by,
      at: clients.clock.now(),
      commit,
      planHash: plan.hash,
      specHash: planned.specHash,
      verdict,
    };
    const number = await writeRecord(facts, clients);
    emit({ ...event, state: 'done', detail: `record ${number}` });
  } catch (error) {
    // The release is what it is; a record that cannot be written does not undo it.
    emit({ ...event, state: 'failed', detail: redactLine(toErrorCause(error, planned.name).message) });
  }
}

function isBad(verdict: Verdict | undefined): boolean {
  return verdict !== undefined && ['failed', 'rolled-back', 'skipped'].includes(verdict.status);
}

function skipped(planned: PlannedRelease, blocking: string, emit: (event: DeployEvent) => void): Verdict {
  const message = `${blocking} comes first and failed.`;
  emit({ type: 'operation', id: `${planned.name}/${planned.action === 'install' ? 'install' : 'upgrade'}`, release: planned.name, kind: planned.action === 'install' ? 'install' : 'upgrade', state: 'skipped', detail: message }); // prettier-ignore
  return {
    ...idle(planned),
    status: 'skipped',
    cause: {
      code: 'DependencyFailed',
      object: `Release/${blocking}`,
      message,
      logs: [],
      hint: `See the cause of ${blocking}.`,
    },
  };
}

function stopped(planned: PlannedRelease): Verdict {
  return {
    ...idle(planned),
    status: 'skipped',
    cause: {
      code: 'Stopped',
      object: `Release/${planned.name}`,
      message: 'It was not begun before the stop.',
      logs: [],
      hint: 'Run again.',
    },
  };
}

function idle({ name, project, namespace, baseRevision, image }: PlannedRelease): Omit<Verdict, 'status'> {
  return {
    name,
    project,
    namespace,
    revision: baseRevision,
    formerRevision: baseRevision,
    durationMs: 0,
    needsVerification: false,
    ...(image ? { image } : {}),
  };
}
