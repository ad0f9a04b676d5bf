import type { ExecutorContext } from '@nx/devkit';
import { createProgressPrinter, toErrorText, toResultText, toSafeStream } from '@slipway/cli';
import type { DeployEvent, Plan, Verdict } from '@slipway/contracts';
import { deployReleases, writeDeployNotes } from '@slipway/engine';
import type { BatchTaskResult } from '../batch/run-batch.ts';
import type { OpenReleases } from './open-releases.ts';
import { openReleases } from './open-releases.ts';
import { createProjectAccount } from './project-account.ts';
import type { ProjectAccount } from './project-account.ts';
import type { ReleaseSet } from './to-release-set.ts';
import { keepsOrder } from './to-release-set.ts';
import type { VerdictQueue } from './verdict-queue.ts';
import { createVerdictQueue } from './verdict-queue.ts';

/** What the tasks of a set share. */
export interface SetRun {
  context: ExecutorContext;
  signal: AbortSignal;
  /** Takes what is said while it is said; tasks then have no output of their own. */
  writeLive?: ((text: string) => void) | undefined;
  /** Connects; for tests. */
  open?: typeof openReleases;
}

/**
 * Carries out the tasks of a set as one deploy: one connection, one plan, one look at what runs. Gives the results of each
 * project as soon as it has come to its end. Undefined, with nothing done, when the set cannot be planned as one: then
 * each task is to say by itself what is wrong with it.
 */
export async function beginReleaseSet(
  set: ReleaseSet,
  run: SetRun,
): Promise<AsyncIterable<BatchTaskResult> | undefined> {
  const startTime = Date.now();
  const isGithub = process.env['GITHUB_ACTIONS'] === 'true';
  const progress = createProgressPrinter({ stream: toSafeStream(process.stdout, isGithub), isLive: false });
  try {
    const { projects, options, configuration } = set;
    const context = { ...run.context, projectName: projects[0]?.project ?? '' };
    const own = configuration === undefined ? context : { ...context, configurationName: configuration };
    const open = run.open ?? openReleases;
    const opened = await open(options, own, { signal: run.signal, onProgress: progress.onProgress });
    const accounts = new Map(
      projects.map((project) => [
        project.project,
        createProjectAccount(project, { writeLive: run.writeLive, isGithub }),
      ]),
    );
    const ends = createVerdictQueue();
    const events = deployReleases(toRequest(opened, set), opened.clients, {
      ...opened.options,
      verify: set.isVerified,
      atomic: false, // Each project stands for itself, as with tasks in processes of their own.
      onEnd: ends.add,
    });
    const first = await events.next();
    const plan = first.done || first.value.type !== 'plan' ? undefined : first.value.plan;
    if (!plan || !keepsOrder(plan, set)) {
      await events.return(undefined); // Nothing was done: the plan comes before everything.
      return undefined;
    }
    return carryOut({ plan, events, ends, accounts, opened, startTime, signal: run.signal });
  } catch {
    return undefined;
  } finally {
    progress.end();
  }
}

function toRequest({ request }: OpenReleases, { projects }: ReleaseSet): OpenReleases['request'] {
  const charts = new Map(projects.flatMap(({ project, chart }) => (chart === undefined ? [] : [[project, chart]])));
  return {
    ...request,
    projects: [
      ...request.projects.filter(({ project }) => !charts.has(project)),
      ...[...charts].map(([project, chartDir]) => ({ project, chartDir })),
    ],
    select: projects.map(({ project }) => project),
  };
}

interface Carried {
  plan: Plan;
  events: AsyncIterable<DeployEvent>;
  ends: VerdictQueue;
  accounts: ReadonlyMap<string, ProjectAccount>;
  opened: OpenReleases;
  startTime: number;
  signal: AbortSignal;
}

async function* carryOut(carried: Carried): AsyncGenerator<BatchTaskResult, void, undefined> {
  const { plan, events, ends, accounts, opened, startTime, signal } = carried;
  const left = new Map(accounts);
  const byRelease = new Map(plan.releases.map(({ name, project }) => [name, accounts.get(project)]));
  for (const account of accounts.values()) account.tell({ type: 'plan', plan });
  const running = follow(events, plan, byRelease, opened).then(ends.close, ends.fail);
  try {
    for await (const verdict of ends.all) {
      const account = left.get(verdict.project);
      if (!account) continue;
      left.delete(verdict.project);
      await leaveNote(plan, [verdict], opened);
      yield* account.end(verdict, { startTime, endTime: Date.now() });
    }
  } catch (error) {
    // No lease, for one: what has not come to its end by now has not even begun.
    const text = toErrorText(signal.aborted ? signal.reason : error);
    for (const account of left.values()) yield* account.fail(text, { startTime, endTime: Date.now() });
  }
  await running;
}

/** Hands each event to the project that it is about. */
async function follow(
  events: AsyncIterable<DeployEvent>,
  plan: Plan,
  accounts: ReadonlyMap<string, ProjectAccount | undefined>,
  opened: OpenReleases,
): Promise<void> {
  for await (const event of events) {
    if (event.type === 'plan') continue;
    if (event.type !== 'done') {
      accounts.get(event.release)?.tell(event);
      continue;
    }
    const { approval, takenOver } = event.result;
    if (approval) await leaveNote(plan, event.result.releases, opened, approval);
    if (takenOver) process.stdout.write(toResultText({ ...event.result, releases: [] }));
  }
}

function leaveNote(
  plan: Plan,
  releases: Verdict[],
  { request, clients: { files, clock } }: OpenReleases,
  approval?: Parameters<typeof writeDeployNotes>[2]['approval'],
): Promise<void> {
  const { environment, hash: planHash } = plan;
  const result = { schema: 'slipway.result/v1', environment, exitCode: 0, planHash, releases } as const;
  const told = approval ? { ...result, approval } : result;
  return writeDeployNotes(request.workspaceRoot, plan, told, { files, at: clock.now() });
}
