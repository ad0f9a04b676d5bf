import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import type { CommandContext } from './command-context.ts';
import { addCluster } from './commands/cluster.ts';
import { addDeploy } from './commands/deploy.ts';
import { addDiff } from './commands/diff.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExplain } from './commands/explain.ts';
import { addHistory } from './commands/history.ts';
import { addLint } from './commands/lint.ts';
import { addLock } from './commands/lock.ts';
import { addLogs } from './commands/logs.ts';
import { addPlan } from './commands/plan.ts';
import { addPortForward } from './commands/port-forward.ts';
import { addPromote } from './commands/promote.ts';
import { addRollback } from './commands/rollback.ts';
import { addStatus } from './commands/status.ts';
import { addToolchain } from './commands/toolchain.ts';
import { addUndeploy } from './commands/undeploy.ts';
import type { Streams } from './io.ts';
import { withWrite } from './io.ts';
import { toErrorDocument, toErrorText } from './printers/error-text.ts';
import { capLines } from './printers/cap-lines.ts';
import { toSafeStreams } from './safe-streams.ts';

/** Runs one `slipway` command. `args` are those after the program's name. Never throws; gives the exit code. */
export async function runCli(args: readonly string[], given: Omit<CommandContext, 'args'>): Promise<number> {
  const answered = { is: false };
  const streams = toSafeStreams(noticing(given.streams, answered), given.env);
  const context: CommandContext = { ...given, args, streams, rawStderr: given.streams.stderr };
  const { signal } = context;
  let exitCode: number = ExitCodes.ok;
  const program = createProgram(context, (code) => (exitCode = code));
  try {
    await program.parseAsync(args, { from: 'user' });
    return signal.aborted ? exitCodeOf(signal.reason) : exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (isHelp(error)) return ExitCodes.ok;
      // Commander has told people already.
      if (asksForJson(args)) printJson(context, toErrorDocument(toUsageError(error), ExitCodes.usage));
      return ExitCodes.usage;
    }
    const fault = signal.aborted ? signal.reason : error;
    const code = exitCodeOf(fault);
    streams.stderr.write(toErrorText(fault));
    // One document: what was answered before the fault stays the answer.
    if (asksForJson(args) && !answered.is) printJson(context, toErrorDocument(fault, code));
    return code;
  }
}

function createProgram(context: CommandContext, finish: (exitCode: number) => void): Command {
  const { stdout, stderr } = context.streams;
  const program = new Command('slipway')
    .description('From source to a verified release on Kubernetes.')
    .version(version())
    .enablePositionalOptions()
    .showHelpAfterError('(--help shows what there is)')
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(capLines(text)),
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
    })
    .exitOverride();
  for (const add of [
    addPlan,
    addDeploy,
    addUndeploy,
    addStatus,
    addHistory,
    addLogs,
    addPortForward,
    addDiff,
    addRollback,
    addLock,
    addPromote,
    addLint,
    addExplain,
    addDoctor,
    addCluster,
    addToolchain,
  ]) {
    add(program, context, finish);
  }
  return program;
}

/** Streams that say whether anything was written to stdout. */
function noticing({ stdout, stderr }: Streams, answered: { is: boolean }): Streams {
  const noticed = withWrite(stdout, (text) => {
    answered.is = true;
    return stdout.write(text);
  });
  return { stdout: noticed, stderr };
}

/** Every command that does something, as typed after `slipway`. */
export function listCommands(): string[] {
  const nothing = { write: () => undefined };
  const streams = { stdout: nothing, stderr: nothing };
  const context = { streams, env: {}, cwd: '/', signal: new AbortController().signal, deps: {} } as unknown as CommandContext; // prettier-ignore
  const leaves = (command: Command, path: string): string[] =>
    command.commands.length === 0 ? [path] : command.commands.flatMap((one) => leaves(one, `${path} ${one.name()}`.trim())); // prettier-ignore
  return leaves(
    createProgram(context, () => undefined),
    '',
  );
}

function printJson({ streams }: CommandContext, document: object): void {
  streams.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

function toUsageError({ message }: CommanderError): SlipwayError {
  const said = capLines(message)
    .replace(/^error: /, '')
    .trim()
    .replace(/\.$/, '');
  return new SlipwayError({
    code: 'WrongUse',
    message: `read the arguments: ${said}.`,
    hint: '--help shows what there is.',
    exitCode: ExitCodes.usage,
  });
}

function isHelp({ code }: CommanderError): boolean {
  return code === 'commander.helpDisplayed' || code === 'commander.version';
}

function exitCodeOf(error: unknown): number {
  return error instanceof SlipwayError ? error.exitCode : ExitCodes.failed;
}

/** Whether `--json` is among the arguments before `--`. */
function asksForJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? undefined : end).includes('--json');
}

function version(): string {
  const path = join(import.meta.dirname, '..', 'package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
