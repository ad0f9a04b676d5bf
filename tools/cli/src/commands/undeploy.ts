import type { Command } from 'commander';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import type { CommandContext, Finish } from '../command-context.ts';
import { carryOut } from './carry-out.ts';
import type { ReleaseOptions } from './release-options.ts';
import { addApplyOptions, addReleaseOptions } from './release-options.ts';

/** `slipway undeploy`: removes releases, only those that are asked for in so many words. */
export function addUndeploy(program: Command, context: CommandContext, finish: Finish): void {
  addApplyOptions(addReleaseOptions(program.command('undeploy')))
    .description('remove releases, dependents first; volumes of StatefulSets stay')
    .action(async (options: ReleaseOptions) => {
      requireSelection('undeploy', options);
      finish(await carryOut(context, 'undeploy', options, ({ undeployReleases }) => undeployReleases));
    });
}

/** What takes something away never works on a guess. Throws `NothingSelected` (exit 64). */
export function requireSelection(command: string, { projects, affected, all }: ReleaseOptions): void {
  if (projects || affected || all) return;
  throw new SlipwayError({
    code: 'NothingSelected',
    message: `read the arguments: ${command} needs to be told which releases.`,
    hint: 'Give --projects a,b or --all.',
    exitCode: ExitCodes.usage,
  });
}
