import type { Command } from 'commander';
import type { ExplainReport } from '@slipway/contracts';
import { CAUSES, ExitCodes, SlipwayError } from '@slipway/contracts';
import type { CommandContext, Finish } from '../command-context.ts';
import { toCauseListText, toCauseText } from '../printers/cause-text.ts';

/** `slipway explain [CODE]`: what a cause means, how it is recognised, and what to do. Asks no cluster. */
export function addExplain(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('explain')
    .argument('[code]', 'code of a cause, for example ImageNotFound; without it all are listed')
    .option('--json', 'print one JSON document on stdout')
    .description('say what a cause of a failed release means, how it is recognised, and what to do')
    .action(async (code: string | undefined, { json }: { json?: boolean }) => {
      const causes = code === undefined ? CAUSES : CAUSES.filter((one) => isSame(one.code, code));
      if (code !== undefined && causes.length === 0) throw await unknownCode(code, context);
      const report: ExplainReport = {
        schema: 'slipway.explain/v1',
        causes: causes.map((cause) => ({ ...cause, commands: [...cause.commands] })),
      };
      const text = code === undefined ? toCauseListText(report.causes) : report.causes.map(toCauseText).join('');
      context.streams.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : text);
      finish(ExitCodes.ok);
    });
}

function isSame(code: string, asked: string): boolean {
  return code.toLowerCase() === asked.toLowerCase();
}

async function unknownCode(code: string, { deps }: CommandContext): Promise<SlipwayError> {
  const { nearestName } = await deps.engine();
  const nearest = nearestName(
    code,
    CAUSES.map((cause) => cause.code),
  );
  return new SlipwayError({
    code: 'UnknownCause',
    message: `explain ${code}: there is no cause of that code.`,
    hint: nearest ? `Did you mean ${nearest}?` : '"slipway explain" lists all of them.',
    exitCode: ExitCodes.usage,
  });
}
