import type {
  ActionKind,
  Cause,
  Clients,
  DeployEvent,
  DesiredRelease,
  Environment,
  LiveRevision,
  OperationKind,
  PlannedRelease,
  Verdict,
} from '@slipway/contracts';
import { toErrorCause } from '../diagnose/error-cause.ts';
import { RevisionLabels, toChartLabel } from '../live/to-revisions.ts';
import { wantedWorkloads } from '../live/read-live.ts';
import type { WantedWorkload } from '../diagnose/assess-release.ts';
import { endPendingRevision, readRevisions } from './helm-storage.ts';
import { goBack } from './go-back.ts';
import { guardHooks } from './guard-hooks.ts';
import type { NamespaceView } from './namespace-view.ts';
import { takeLease } from './release-lease.ts';
import { removeExtras } from './remove-extras.ts';
import { ensureNamespace } from './ensure-namespace.ts';
import { verifyRelease } from './verify-release.ts';
import { waitForRelease } from './wait-for-release.ts';

/** One release on its way through apply. */
export interface ReleaseJob {
  desired: DesiredRelease;
  planned: PlannedRelease;
  /** Values that may be in no log. */
  secrets: readonly string[];
  /** Revisions when the plan was made, newest first. */
  revisions: readonly LiveRevision[];
  /** Gives the spec hash to be written down, where it was not known before the namespace was there. */
  readSpecHash?: () => Promise<string>;
}

/** What carrying out a release needs besides its job. */
export interface RunContext {
  clients: Clients;
  /** Opens the watched view of a namespace; the same one for all its releases. */
  openView: (namespace: string) => Promise<NamespaceView>;
  emit: (event: DeployEvent) => void;
  /** Brings the image to the registry when it is not there; its words for people. */
  push?: ((job: ReleaseJob, signal: AbortSignal) => Promise<string | undefined>) | undefined;
  signal: AbortSignal;
  patienceMs: number;
  deadlineMs: number;
  testTimeoutMs: number;
  autoscaling: boolean;
  /** Says which checks are made. */
  environment: Environment;
  /** Absolute. */
  workspaceRoot: string;
  verify: boolean;
  goBack: boolean;
}

/** Time for a recovered revision's helm to end by itself, where it could not be ended with its parent. */
const ORPHAN_MS = 3000;

/** Carries out what the plan says for one release. Never throws: whatever happens is in the verdict. */
export async function runRelease(job: ReleaseJob, context: RunContext): Promise<Verdict> {
  const { clock } = context.clients;
  const startedAt = clock.now();
  const steps = new ReleaseSteps(job, context);
  const verdict = await steps.run();
  return { ...verdict, durationMs: Math.round(clock.now() - startedAt) };
}

/** Whether the plan has something to do for a release. */
export function hasOperation({ action, reasons }: PlannedRelease, verify: boolean): boolean {
  return action !== 'none' || reasons.includes('NotReady') || (verify && reasons.includes('NotVerified'));
}

type Outcome = Pick<Verdict, 'status' | 'revision' | 'needsVerification'> & { cause?: Cause };

/** The steps of one release; each emits its operation's events. */
class ReleaseSteps {
  readonly #job: ReleaseJob;
  readonly #context: RunContext;

  constructor(job: ReleaseJob, context: RunContext) {
    this.#job = job;
    this.#context = context;
  }

  async run(): Promise<Verdict> {
    const { desired, planned } = this.#job;
    const base = {
      name: planned.name,
      project: planned.project,
      namespace: planned.namespace,
      formerRevision: planned.baseRevision,
      durationMs: 0,
      ...(desired.image ? { image: desired.image } : {}),
    };
    try {
      return { ...base, ...(await this.#carryOut()) };
    } catch (error) {
      const cause = this.#toCause(error);
      return { ...base, status: 'failed', revision: planned.baseRevision, needsVerification: false, cause };
    }
  }

  async #carryOut(): Promise<Outcome> {
    const { planned } = this.#job;
    const { verify, clients, signal, emit } = this.#context;
    const isVerified = planned.reasons.includes('UpToDate');
    if (!hasOperation(planned, verify)) {
      emit({ type: 'operation', id: `${planned.name}/wait`, release: planned.name, kind: 'wait', state: 'skipped', detail: 'nothing to do' }); // prettier-ignore
      return { status: 'unchanged', revision: planned.baseRevision, needsVerification: !isVerified };
    }
    await this.#operation('namespace', async () => {
      const isNew = await ensureNamespace(planned.namespace, clients.kube);
      return isNew ? `${planned.namespace} made, under the restricted Pod Security Standard` : undefined;
    });
    const lease = await takeLease(planned, clients, signal);
    const both = AbortSignal.any([signal, lease.lost]);
    try {
      return await this.#withLease(both);
    } finally {
      await lease.release();
    }
  }

  async #withLease(signal: AbortSignal): Promise<Outcome> {
    const { planned } = this.#job;
    const { push, openView } = this.#context;
    const before = planned.baseRevision;
    const action = planned.action;
    if (push && action !== 'none' && this.#context.clients.images)
      await this.#operation('push', () => push(this.#job, signal));
    if (action === 'recover') await this.#recover(signal);
    const view = await openView(planned.namespace);
    let cause: Cause | undefined;
    let hasApplied = action === 'none';
    try {
      if (action !== 'none') {
        cause = await this.#apply(view, signal);
        hasApplied = cause === undefined;
      }
      cause ??= await this.#wait(view, signal);
      if (!cause && this.#context.verify) cause = await this.#verify(view, signal);
    } catch (error) {
      cause = this.#toCause(error);
      if (signal.aborted) await this.#settle();
    }
    if (!cause) {
      const revision = action === 'none' ? before : await this.#newestRevision();
      return { status: toStatus(action), revision, needsVerification: !this.#context.verify };
    }
    if (signal.aborted || !this.#context.goBack) {
      return { status: 'failed', revision: await this.#newestRevision(), needsVerification: false, cause };
    }
    return this.#goBack(view, cause, hasApplied);
  }

  /** Ends what a killed deployer left behind. */
  async #recover(signal: AbortSignal): Promise<void> {
    const { planned } = this.#job;
    const { kube, helm, clock } = this.#context.clients;
    await this.#operation('recover', async () => {
      const newest = (await readRevisions(planned.name, planned.namespace, kube))[0];
      if (newest?.status === 'uninstalling') {
        await helm.uninstall(planned, signal);
        return `ended the removal that was begun with revision ${newest.revision}`;
      }
      if (!newest?.status.startsWith('pending-')) return 'it had ended by itself';
      await clock.sleep(ORPHAN_MS, signal);
      const wasPending = await endPendingRevision(planned, newest.revision, kube);
      return wasPending ? `revision ${newest.revision} was left ${newest.status} by a deployer that is gone` : 'it had ended by itself'; // prettier-ignore
    });
  }

  async #apply(view: NamespaceView, signal: AbortSignal): Promise<Cause | undefined> {
    const { desired, planned, secrets } = this.#job;
    const { clients, deadlineMs, autoscaling, patienceMs } = this.#context;
    const kind: OperationKind = planned.baseRevision === 0 ? 'install' : 'upgrade';
    const labels = {
      [RevisionLabels.specHash]: (await this.#job.readSpecHash?.()) ?? desired.specHash,
      [RevisionLabels.chart]: toChartLabel(desired.chart.name),
      // Labels of the revision before are merged in by Helm: its outcome must not pass for this one's.
      [RevisionLabels.outcome]: 'pending',
    };
    const description = `Slipway: ${planned.reasons.join(', ')}`;
    return this.#operation<Cause | undefined>(kind, () =>
      guardHooks(
        {
          desired,
          view,
          kube: clients.kube,
          clock: clients.clock,
          secrets,
          signal,
          patience: { patienceMs, autoscaling },
        },
        async (guarded) => {
          if (planned.reasons.includes('Drifted')) await removeExtras(planned, clients.kube);
          await clients.helm.upgrade(planned, desired.source, {
            labels,
            description,
            timeoutMs: deadlineMs,
            signal: guarded,
          });
        },
      ),
    );
  }

  async #wait(view: NamespaceView, signal: AbortSignal): Promise<Cause | undefined> {
    const { planned, secrets } = this.#job;
    const { clients, emit, patienceMs, autoscaling, deadlineMs } = this.#context;
    return this.#operation<Cause | undefined>('wait', () =>
      waitForRelease({
        release: planned.name,
        namespace: planned.namespace,
        wanted: this.#wanted(),
        view,
        kube: clients.kube,
        clock: clients.clock,
        deadlineMs,
        patienceMs,
        autoscaling,
        emit,
        secrets,
        signal,
      }),
    );
  }

  async #verify(view: NamespaceView, signal: AbortSignal): Promise<Cause | undefined> {
    return this.#operation<Cause | undefined>('verify', () => verifyRelease(this.#job, view, { ...this.#context, signal })); // prettier-ignore
  }

  async #goBack(view: NamespaceView, cause: Cause, hasApplied: boolean): Promise<Outcome> {
    const { planned } = this.#job;
    const { clients } = this.#context;
    const revisions = await readRevisions(planned.name, planned.namespace, clients.kube);
    const newest = revisions[0]?.revision ?? 0;
    const failed = { revision: newest, needsVerification: false, cause };
    const isOldFault = planned.action === 'none' && revisions[0]?.outcome === 'verified';
    if (isOldFault || (!hasApplied && newest <= planned.baseRevision)) return { status: 'failed', ...failed };
    const done = await goBack(this.#job, revisions, view, this.#context);
    return { status: done.isBack ? 'rolled-back' : 'failed', ...failed, revision: done.revision };
  }

  /** After a stop: no revision stays pending, so that the next deploy has nothing to recover. */
  async #settle(): Promise<void> {
    const { planned } = this.#job;
    const { kube } = this.#context.clients;
    const newest = await this.#newestRevision();
    if (newest > 0) await endPendingRevision(planned, newest, kube).catch(() => false);
  }

  async #newestRevision(): Promise<number> {
    const { planned } = this.#job;
    const revisions = await readRevisions(planned.name, planned.namespace, this.#context.clients.kube).catch(() => []);
    return revisions[0]?.revision ?? 0;
  }

  #wanted(): WantedWorkload[] {
    return wantedWorkloads(this.#job.desired.objects).map(({ kind, metadata }) => ({ kind, name: metadata.name }));
  }

  #toCause(error: unknown): Cause {
    const { signal } = this.#context;
    const { name } = this.#job.planned;
    if (!signal.aborted) return toErrorCause(error, name, this.#job.secrets);
    return { code: 'Stopped', object: `Release/${name}`, message: 'It was stopped before it was done.', logs: [], hint: 'Run again: it goes on where it was.' }; // prettier-ignore
  }

  async #operation<T>(kind: OperationKind, work: () => Promise<T>): Promise<T> {
    const { name } = this.#job.planned;
    const { emit } = this.#context;
    const event = { type: 'operation' as const, id: `${name}/${kind}`, release: name, kind };
    emit({ ...event, state: 'started' });
    try {
      const result = await work();
      const cause = isCause(result) ? result : undefined;
      if (cause) emit({ ...event, state: 'failed', cause });
      else emit({ ...event, state: 'done', ...(typeof result === 'string' ? { detail: result } : {}) });
      return result;
    } catch (error) {
      emit({ ...event, state: 'failed', cause: this.#toCause(error) });
      throw error;
    }
  }
}

function isCause(value: unknown): value is Cause {
  return typeof value === 'object' && value !== null && 'code' in value;
}

function toStatus(action: ActionKind): Verdict['status'] {
  return action === 'none' ? 'unchanged' : action === 'recover' ? 'recovered' : 'deployed';
}
