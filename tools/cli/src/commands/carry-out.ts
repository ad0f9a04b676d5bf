import type { Clients, DeployEvent, DeployResult, ErrorReport } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import type { DeployOptions, ReleaseRequest } from '@slipway/engine';
import type { CommandContext } from '../command-context.ts';
import { openOutputs } from '../outputs/run-outputs.ts';
import { toErrorDocument } from '../printers/error-text.ts';
import { createEventPrinter } from '../printers/event-printer.ts';
import { toResultText } from '../printers/result-text.ts';
import { openEnvironment } from './open-environment.ts';
import type { ReleaseOptions } from './release-options.ts';

type Operation = (request: ReleaseRequest, clients: Clients, options: DeployOptions) => AsyncIterable<DeployEvent>;

type Choose = (engine: Awaited<ReturnType<CommandContext['deps']['engine']>>) => Operation;

/**
 * Deploy, undeploy and rollback are the same command with another operation. Events, JUnit and summary are
 * written however it ends. Returns the exit code.
 */
export async function carryOut(
  context: CommandContext,
  command: 'deploy' | 'undeploy' | 'rollback',
  options: ReleaseOptions,
  choose: Choose,
): Promise<number> {
  const { streams, env, cwd, rawStderr = streams.stderr } = context;
  const outputs = await openOutputs(options, {
    command,
    environment: options.env,
    cwd,
    env,
    stderr: rawStderr,
    now: Date.now,
  });
  let error: ErrorReport | undefined;
  try {
    return await run(context, options, choose, outputs.onEvent);
  } catch (thrown) {
    const fault: unknown = context.signal.aborted ? context.signal.reason : thrown;
    error = toErrorDocument(fault, fault instanceof SlipwayError ? fault.exitCode : ExitCodes.failed);
    throw thrown;
  } finally {
    for (const fault of await outputs.end(error)) streams.stderr.write(`warning: ${fault}\n`);
  }
}

async function run(
  context: CommandContext,
  options: ReleaseOptions,
  choose: Choose,
  onEvent: (event: DeployEvent) => void,
): Promise<number> {
  const { streams, deps } = context;
  const open = await openEnvironment(context, options);
  if (!open) return nothingAffected(context, options);
  const engine = await deps.engine();
  const print = createEventPrinter({ write: (text) => open.progress.line(text.replace(/\n$/, '')) });
  try {
    const result = await engine.lastResult(choose(engine)(open.request, open.clients, open.options), (event) => {
      onEvent(event);
      print(event);
    });
    streams.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : toResultText(result));
    return result.exitCode;
  } finally {
    open.progress.end();
  }
}

function nothingAffected({ streams }: CommandContext, { json, env }: ReleaseOptions): number {
  const result: DeployResult = {
    schema: 'slipway.result/v1',
    environment: env,
    exitCode: ExitCodes.ok,
    planHash: '',
    releases: [],
  };
  streams.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : 'Nothing is affected.\n');
  return ExitCodes.ok;
}
