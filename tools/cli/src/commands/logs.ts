import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { LogLine } from '@slipway/contracts';
import { ExitCodes } from '@slipway/contracts';
import type { CommandContext, Finish } from '../command-context.ts';
import type { OutputStream } from '../io.ts';
import { readerGone, writeOn } from '../io.ts';
import { parseCount, parseDuration } from '../parse-duration.ts';
import { toLogText } from '../printers/log-text.ts';
import { openEnvironment } from './open-environment.ts';
import type { ReleaseOptions } from './release-options.ts';
import { addReleaseOptions } from './release-options.ts';

/** Lines of each container when nothing else is said. */
const DEFAULT_TAIL = 100;
/** Lines that are there already come without the event loop having a turn: Ctrl-C is heard this often, in milliseconds. */
const TURN_MS = 20;

interface LogsOptions extends ReleaseOptions {
  follow?: boolean;
  previous?: boolean;
  since?: number;
  tail?: number | 'all';
  container?: string;
  grep?: RegExp;
  raw?: boolean;
}

/** `slipway logs`: the lines of all pods of releases, in order of time. */
export function addLogs(program: Command, context: CommandContext, finish: Finish): void {
  const command = addReleaseOptions(program.command('logs'))
    .description('show the logs of releases over all their pods, in order of time; what looks secret is marked')
    .option('-f, --follow', 'go on as lines come, over restarts and new pods, until Ctrl-C')
    .option('--since <duration>', 'lines of the last so long, for example 10m', parseDuration)
    .option(
      '--tail <number>',
      `last lines of each container, or all (default: ${DEFAULT_TAIL}, all with --since)`,
      parseTail,
    ) // prettier-ignore
    .option('--previous', 'the run of each container before the present one')
    .option('--container <name>', 'this container alone')
    .option('--grep <pattern>', 'lines that a regular expression finds something in', parsePattern)
    .option('--raw', 'leave JSON lines of the services as they are')
    .action(async (options: LogsOptions) => finish(await showLogs(context, options)));
  const json = command.options.find(({ long }) => long === '--json');
  if (json) json.description = 'print one JSON document per line (schema log-line)';
}

async function showLogs(context: CommandContext, options: LogsOptions): Promise<number> {
  const { streams, deps, signal, env } = context;
  const { stdout, stderr } = streams;
  const open = await openEnvironment(context, options);
  if (!open) return ExitCodes.ok;
  const engine = await deps.engine();
  beAsynchronous(stdout);
  const ending = AbortSignal.any([signal, readerGone(stdout)]);
  const tail = options.tail ?? (options.since === undefined ? DEFAULT_TAIL : 'all');
  const isColoured = stdout.isTTY === true && !env.NO_COLOR;
  const toText = ({ line = '', ...rest }: LogLine) => {
    const fields = options.json || !options.raw ? engine.toFields(line) : undefined;
    if (options.json) return `${JSON.stringify({ ...rest, ...(fields ? { fields } : { line }) })}\n`;
    return toLogText({ ...rest, line }, fields, { isColoured, isRaw: options.raw === true });
  };
  try {
    const lines = engine.releaseLogs(open.request, open.clients, {
      follow: options.follow === true,
      previous: options.previous === true,
      ...(tail === 'all' ? {} : { tailLines: tail }),
      ...(options.since === undefined ? {} : { sinceSeconds: Math.max(1, Math.ceil(options.since / 1000)) }),
      ...(options.container === undefined ? {} : { container: options.container }),
      onNotice: (message) => void stderr.write(`${message}\n`),
      signal: ending,
    });
    let turnedAt = performance.now();
    for await (const line of lines) {
      if (performance.now() - turnedAt > TURN_MS) {
        await turn();
        turnedAt = performance.now();
        if (ending.aborted) break;
      }
      if (options.grep && !options.grep.test(line.line ?? '')) continue;
      await writeOn(stdout, toText(line), ending);
      if (ending.aborted) break;
    }
    await flushed(stdout, ending);
  } catch (error) {
    if (!ending.aborted) throw error;
  } finally {
    open.progress.end();
  }
  return ExitCodes.ok;
}

/** Writing to a full pipe must not stop this process from hearing Ctrl-C. */
function beAsynchronous(stream: OutputStream): void {
  if (stream.isTTY) return;
  (stream as { _handle?: { setBlocking?: (isBlocking: boolean) => void } })._handle?.setBlocking?.(false);
}

/** The process would end a second after the command, read or not. */
async function flushed(stream: OutputStream, signal: AbortSignal): Promise<void> {
  while (((stream as { writableLength?: number }).writableLength ?? 0) > 0 && !signal.aborted) await wait(20);
}

function parseTail(text: string): number | 'all' {
  return text === 'all' ? 'all' : parseCount(text);
}

function parsePattern(text: string): RegExp {
  try {
    return new RegExp(text, 'u');
  } catch (error) {
    throw new InvalidArgumentError(`Expected a regular expression: ${error instanceof Error ? error.message : ''}`);
  }
}
