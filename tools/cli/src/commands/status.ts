import type { Command } from 'commander';
import type { EnvironmentStatus, StatusReport } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import type { CommandContext, Finish } from '../command-context.ts';
import { parseDuration, parseNames } from '../parse-duration.ts';
import { createStatusWatcher } from '../printers/status-watcher.ts';
import { toStatusText } from '../printers/status-text.ts';
import { readerGone } from '../io.ts';
import { environmentNames } from '../workspace/environment-names.ts';
import type { OpenEnvironment } from './open-environment.ts';
import { openEnvironment } from './open-environment.ts';
import type { ReleaseOptions } from './release-options.ts';
import { addReleaseOptions } from './release-options.ts';

/** One of several environments is given up after this long, in milliseconds. */
const ENVIRONMENT_LIMIT_MS = 20_000;
const DEFAULT_INTERVAL_MS = 2000;
/** Faults of one environment's files; all other wrong use is that of the whole command. */
const OWN_FAULTS = ['EnvironmentInvalid', 'LockInvalid', 'YamlInvalid'];

interface StatusOptions extends ReleaseOptions {
  allEnvironments?: boolean;
  watch?: boolean;
  interval: number;
}

/** `slipway status`: what runs, and why if it does not. Exit 1 when an installed release is not Ready. */
export function addStatus(program: Command, context: CommandContext, finish: Finish): void {
  const command = addReleaseOptions(program.command('status'))
    .description('show what runs, and why if it does not; exit code 1 when an installed release is not Ready')
    .option('--watch', 'go on until Ctrl-C: a table that stays up to date, or a line for each change in a pipe')
    .option('--interval <duration>', 'how often --watch looks', parseDuration, DEFAULT_INTERVAL_MS)
    .action(async (options: StatusOptions) => {
      refuseWrongUse(options);
      const names = options.allEnvironments ? await environmentNames(context) : parseNames(options.env);
      const isTolerant = options.watch === true || options.allEnvironments === true || names.length > 1;
      const open = new Map<string, OpenEnvironment | undefined>();
      const read = () => readAll(names, isTolerant, (name, signal) => readOne(name, { ...context, signal }, options, open)); // prettier-ignore
      try {
        if (options.watch) await watch(context, options, read);
        else {
          const report = await read();
          context.streams.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : toStatusText(report));
          finish(isBroken(report) ? ExitCodes.failed : ExitCodes.ok);
        }
      } finally {
        for (const one of open.values()) one?.progress.end();
      }
    });
  const environment = command.options.find(({ long }) => long === '--env');
  if (environment) environment.description = 'environment, or several between commas';
  command.option('--all-environments', 'every environment of the workspace');

  async function readAll(
    names: readonly string[],
    isTolerant: boolean,
    one: (name: string, signal: AbortSignal) => Promise<StatusReport>,
  ): Promise<StatusReport> {
    if (!isTolerant) return one(names[0] ?? '', context.signal);
    const parts = await Promise.all(names.map((name) => readOrSayWhy(name, one, context.signal)));
    if (names.length === 1 && parts[0]?.report) return parts[0].report;
    return {
      schema: 'slipway.status/v1',
      environment: names.join(','),
      environments: parts.map(({ status }) => status),
      releases: parts.flatMap(({ report }) => report?.releases ?? []),
    };
  }
}

/** One environment must not cost the view of the others. */
async function readOrSayWhy(
  name: string,
  read: (name: string, signal: AbortSignal) => Promise<StatusReport>,
  signal: AbortSignal,
): Promise<{ status: EnvironmentStatus; report?: StatusReport }> {
  const limit = AbortSignal.timeout(ENVIRONMENT_LIMIT_MS);
  const late = new Promise<never>((_resolve, reject) => limit.addEventListener('abort', () => reject(noAnswer(name))));
  try {
    return { status: { name }, report: await Promise.race([read(name, AbortSignal.any([signal, limit])), late]) };
  } catch (error) {
    signal.throwIfAborted();
    const fault = limit.aborted ? noAnswer(name) : error;
    if (!(fault instanceof SlipwayError)) throw fault;
    if (fault.exitCode === ExitCodes.usage && !OWN_FAULTS.includes(fault.code)) throw fault;
    const { code, message, hint } = fault;
    return { status: { name, error: { code, message, ...(hint ? { hint } : {}) } } };
  }
}

async function readOne(
  name: string,
  context: CommandContext,
  options: StatusOptions,
  known: Map<string, OpenEnvironment | undefined>,
): Promise<StatusReport> {
  const open = known.has(name) ? known.get(name) : await openEnvironment(context, { ...options, env: name });
  known.set(name, open);
  if (!open) return { schema: 'slipway.status/v1', environment: name, releases: [] };
  return (await context.deps.engine()).releaseStatus(open.request, open.clients, context.signal);
}

/** Looks again and again until it is stopped, or until nobody reads any more. */
async function watch(
  context: CommandContext,
  { interval }: StatusOptions,
  read: () => Promise<StatusReport>,
): Promise<void> {
  const { signal, streams } = context;
  const { systemClock } = await import('@slipway/clients');
  const ending = AbortSignal.any([signal, readerGone(streams.stdout)]);
  const watcher = createStatusWatcher({ stream: streams.stdout, now: systemClock.now });
  try {
    while (!ending.aborted) {
      watcher.show(await read());
      await systemClock.sleep(interval, ending);
    }
  } catch (error) {
    if (!ending.aborted) throw error;
  } finally {
    watcher.end();
  }
}

function isBroken({ releases, environments = [] }: StatusReport): boolean {
  const isWell = ({ status, isReady, cause }: StatusReport['releases'][number]) =>
    !cause && (status === 'absent' || isReady);
  return environments.some(({ error }) => error) || !releases.every(isWell);
}

function noAnswer(name: string): SlipwayError {
  return new SlipwayError({
    code: 'ApiUnreachable',
    message: `read environment "${name}": no answer within ${ENVIRONMENT_LIMIT_MS / 1000} s.`,
    hint: `"slipway doctor --env ${name}" says what does not answer.`,
  });
}

function refuseWrongUse({ allEnvironments, env, context, watch: isWatch, json }: StatusOptions): void {
  const isMany = allEnvironments === true || env.includes(',');
  const fault =
    isMany && context !== undefined
      ? '--context is for one environment.'
      : allEnvironments && env !== 'local'
        ? '--all-environments and --env exclude each other.'
        : isWatch && json
          ? '--watch and --json exclude each other: --json prints exactly one document.'
          : undefined;
  if (fault === undefined) return;
  throw new SlipwayError({ code: 'WrongUse', message: `read the arguments: ${fault}`, exitCode: ExitCodes.usage });
}
