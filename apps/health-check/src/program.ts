import { flushCompileCache } from 'node:module';
import { resolve } from 'node:path';
import { runCheck } from '@slipway/service-kit/src/run/run-check.ts';
import type { Settings } from '@slipway/service-kit/src/settings/settings.ts';
import { loadSettings } from '@slipway/service-kit/src/settings/settings.ts';
import { SettingsError } from '@slipway/service-kit/src/settings/settings-error.ts';
import { findHeaderFaults } from './check/read-headers.ts';
import { parseCommand, USAGE } from './command-line.ts';
import { ExitCodes } from './exit-codes.ts';
import type { Output } from './output.ts';
import { printLast } from './print-last.ts';
import { runOnce } from './run-once.ts';
import type { HealthCheckSettings, HealthCheckValues } from './settings.ts';
import { healthCheckSettings } from './settings.ts';
import { toTargets } from './targets/to-targets.ts';
import { watch } from './watch.ts';

/** What the program is given by its process. */
export interface ProgramOptions {
  argv: readonly string[];
  env: NodeJS.ProcessEnv;
  output: Output;
  /** Ends the program; its reason is the name of the signal that the process got. */
  signal: AbortSignal;
}

/** The program of health-check. Gives its exit code. */
export async function runProgram({ argv, env, output, signal }: ProgramOptions): Promise<number> {
  const command = parseCommand(argv);
  if (command === undefined) {
    output.warn(`these arguments make no sense\n${USAGE}`.trimEnd());
    return ExitCodes.usage;
  }
  if (command.mode === 'warm') return (flushCompileCache(), ExitCodes.ok);
  if (command.mode === 'help') return (output.print(USAGE), ExitCodes.ok);
  if (command.mode === 'check') return runCheck(command.args, (line) => output.print(`${line}\n`));

  const settings = readSettings(env, command.mode, output);
  if (settings === undefined) return ExitCodes.settings;
  const { values } = settings;
  const { mode, isJson } = command;
  if (mode === 'print') return printLast({ values, isJson, output, nowMs: Date.now() });
  // Anew for each run: TARGETS may change meanwhile.
  const run = (stop: AbortSignal) =>
    runOnce({ targets: toTargets(values).targets, values, isJson, output, signal: stop });
  if (mode === 'once') {
    return run(signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
      return ExitCodes[signal.reason as 'SIGTERM' | 'SIGINT'];
    });
  }
  settings.watch({
    onRestartNeeded: (name) => output.warn(`restart needed: setting ${name} changed`),
    onFault: (fault) => output.warn(`setting kept its former value: ${fault}`),
  });
  await watch({ intervalMs: values.INTERVAL_MS, run, signal });
  return ExitCodes.ok;
}

function readSettings(
  env: NodeJS.ProcessEnv,
  mode: 'once' | 'watch' | 'print',
  output: Output,
): Settings<HealthCheckSettings> | undefined {
  // Who looks back needs no targets, and no keys for them.
  const findFaults = (values: HealthCheckValues) => [
    ...findPathFaults(values),
    ...(mode === 'print' ? [] : findTargetFaults(values)),
  ];
  try {
    return loadSettings(healthCheckSettings, { env, findFaults });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    for (const fault of error.faults) output.warn(`setting ${fault}`);
    const count = error.faults.length;
    output.warn(`cannot start: ${count} ${count === 1 ? 'setting has a fault' : 'settings have faults'}`);
    return undefined;
  }
}

function findPathFaults({ LOG_FILE, RESULTS_DIR }: HealthCheckValues): string[] {
  return resolve(LOG_FILE) === resolve(RESULTS_DIR) ? ['RESULTS_DIR: must not be the path of LOG_FILE.'] : [];
}

function findTargetFaults(values: HealthCheckValues): string[] {
  const { targets, faults } = toTargets(values);
  return faults.length > 0 ? faults : findHeaderFaults(targets);
}
