import type { Command } from 'commander';
import type { CommandContext, Finish } from '../command-context.ts';
import { carryOut } from './carry-out.ts';
import type { ReleaseOptions } from './release-options.ts';
import { addApplyOptions, addAtomicOption, addReleaseOptions } from './release-options.ts';

/** `slipway deploy`: plans, applies, waits, verifies and records; a failed release goes back. */
export function addDeploy(program: Command, context: CommandContext, finish: Finish): void {
  addAtomicOption(addApplyOptions(addReleaseOptions(program.command('deploy'))))
    .description('bring releases to what the workspace says; images must have been built (nx run-many -t docker)')
    .action(async (options: ReleaseOptions) =>
      finish(await carryOut(context, options, ({ deployReleases }) => deployReleases)),
    );
}
