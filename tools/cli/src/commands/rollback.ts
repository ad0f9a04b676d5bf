import type { Command } from 'commander';
import type { CommandContext, Finish } from '../command-context.ts';
import { carryOut } from './carry-out.ts';
import type { ReleaseOptions } from './release-options.ts';
import { addApplyOptions, addReleaseOptions } from './release-options.ts';
import { requireSelection } from './undeploy.ts';

/** `slipway rollback`: back to what served before. */
export function addRollback(program: Command, context: CommandContext, finish: Finish): void {
  addApplyOptions(addReleaseOptions(program.command('rollback')))
    .description('take releases back to the revision that served before')
    .action(async (options: ReleaseOptions) => {
      requireSelection('rollback', options);
      finish(await carryOut(context, 'rollback', options, ({ rollbackReleases }) => rollbackReleases));
    });
}
