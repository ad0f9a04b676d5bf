import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { HistoryChain, HistoryReport } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import type { CommandContext, Finish } from '../command-context.ts';
import { parseCount } from '../parse-duration.ts';
import { toHistoryText } from '../printers/history-text.ts';
import { openEnvironment } from './open-environment.ts';
import type { ReleaseOptions } from './release-options.ts';
import { addReleaseOptions } from './release-options.ts';

const DEFAULT_LIMIT = 20;

interface HistoryCommandOptions extends ReleaseOptions {
  limit: number;
  against?: string;
}

/** `slipway history`: the records, newest first. Exit 1 when one was changed, is missing or does not fit. */
export function addHistory(program: Command, context: CommandContext, finish: Finish): void {
  const { streams, deps, signal, cwd } = context;
  addReleaseOptions(program.command('history'))
    .description('show who deployed what, when, and how it ended; exit code 1 when a record was changed or is missing')
    .option('--limit <number>', 'most records to show; all are verified', parseCount, DEFAULT_LIMIT)
    .option('--against <file>', 'compare with what an earlier "slipway history --json" printed')
    .action(async (options: HistoryCommandOptions) => {
      const earlier = options.against === undefined ? undefined : await readEarlier(resolve(cwd, options.against), options.env); // prettier-ignore
      const open = await openEnvironment(context, options);
      const nothing = { schema: 'slipway.history/v1' as const, environment: options.env };
      try {
        const report: HistoryReport = open
          ? await (
              await deps.engine()
            ).releaseHistory(open.request, open.clients, {
              limit: options.limit,
              signal,
              ...(earlier ? { earlier } : {}),
            })
          : { ...nothing, records: [], total: 0, chains: [], problems: [] };
        streams.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : toHistoryText(report));
        finish(report.problems.length > 0 ? ExitCodes.failed : ExitCodes.ok);
      } finally {
        open?.progress.end();
      }
    });
}

async function readEarlier(path: string, environment: string): Promise<HistoryChain[]> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const report = parse(text);
  const fault =
    text === undefined
      ? 'there is no such file'
      : report?.schema !== 'slipway.history/v1' || !Array.isArray(report.chains)
        ? 'it is not what "slipway history --json" prints'
        : report.environment !== environment
          ? `it is of environment ${String(report.environment)}`
          : undefined;
  if (fault === undefined) return report?.chains ?? [];
  throw new SlipwayError({
    code: 'EarlierHistoryInvalid',
    message: `compare with ${path}: ${fault}.`,
    hint: `Make one with "slipway history --env ${environment} --json", and keep it where whoever deploys cannot write.`,
    exitCode: ExitCodes.usage,
  });
}

function parse(text: string | undefined): Partial<HistoryReport> | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Partial<HistoryReport>);
  } catch {
    return undefined;
  }
}
