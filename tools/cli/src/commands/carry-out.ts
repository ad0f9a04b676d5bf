import type { Clients, DeployEvent, DeployResult } from '@slipway/contracts';
import { ExitCodes } from '@slipway/contracts';
import type { DeployOptions, ReleaseRequest } from '@slipway/engine';
import type { CommandContext } from '../command-context.ts';
import { createEventPrinter } from '../printers/event-printer.ts';
import { toResultText } from '../printers/result-text.ts';
import { openEnvironment } from './open-environment.ts';
import type { ReleaseOptions } from './release-options.ts';

type Operation = (request: ReleaseRequest, clients: Clients, options: DeployOptions) => AsyncIterable<DeployEvent>;

/** Deploy, undeploy and rollback are the same command with another operation. Returns the exit code. */
export async function carryOut(
  context: CommandContext,
  options: ReleaseOptions,
  choose: (engine: Awaited<ReturnType<CommandContext['deps']['engine']>>) => Operation,
): Promise<number> {
  const { streams, deps } = context;
  const open = await openEnvironment(context, options);
  if (!open) return nothingAffected(context, options);
  const engine = await deps.engine();
  const print = createEventPrinter({ write: (text) => open.progress.line(text.replace(/\n$/, '')) });
  try {
    const result = await engine.lastResult(choose(engine)(open.request, open.clients, open.options), print);
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
