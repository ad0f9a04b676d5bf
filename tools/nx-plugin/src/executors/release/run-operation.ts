import { createEventPrinter, toResultText } from '@slipway/cli';
import type { Clients, DeployEvent, DeployResult, Plan } from '@slipway/contracts';
import { ExitCodes } from '@slipway/contracts';
import type { DeployOptions, ReleaseRequest } from '@slipway/engine';
import { lastResult } from '@slipway/engine';
import type { ReleaseRun } from './run-release-task.ts';

/** One of the engine's operations on releases. */
export type Operation = (
  request: ReleaseRequest,
  clients: Clients,
  options: DeployOptions,
) => AsyncIterable<DeployEvent>;

/** Carries an operation out, tells how it goes, and gives its result and plan. */
export async function runOperation(
  operation: Operation,
  { request, clients, options, print }: ReleaseRun,
  overrides: DeployOptions = {},
): Promise<{ result: DeployResult; plan?: Plan; isGood: boolean }> {
  let plan: Plan | undefined;
  const printEvent = createEventPrinter({ write: (text) => print(text.replace(/\n$/, '')) });
  const result = await lastResult(operation(request, clients, { ...options, ...overrides }), (event) => {
    if (event.type === 'plan') plan = event.plan;
    printEvent(event);
  });
  print(toResultText(result).trimEnd());
  return { result, isGood: result.exitCode === ExitCodes.ok, ...(plan ? { plan } : {}) };
}
