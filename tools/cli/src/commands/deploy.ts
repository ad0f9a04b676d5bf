import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { SavedPlan } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import type { CommandContext, Finish } from '../command-context.ts';
import { carryOut } from './carry-out.ts';
import type { ReleaseOptions } from './release-options.ts';
import { addApplyOptions, addAtomicOption, addReleaseOptions } from './release-options.ts';

interface DeployCommandOptions extends ReleaseOptions {
  plan?: string;
}

/** `slipway deploy`: plans, applies, waits, verifies and records; a failed release goes back. */
export function addDeploy(program: Command, context: CommandContext, finish: Finish): void {
  addAtomicOption(addApplyOptions(addReleaseOptions(program.command('deploy'))))
    .addOption(
      new Option('--plan <file>', 'carry out a plan of "plan --out <file>" exactly, or end with exit code 3').conflicts(
        ['projects', 'affected', 'all'],
      ),
    )
    .description('bring releases to what the workspace says; images must have been built (nx run-many -t docker)')
    .action(async (given: DeployCommandOptions, command: Command) => {
      const savedPlan = given.plan === undefined ? undefined : await readPlan(given.plan, context);
      const options = savedPlan ? ofPlan(savedPlan, given, command) : given;
      finish(
        await carryOut(context, 'deploy', options, ({ deployReleases }) =>
          savedPlan
            ? (request, clients, how) => deployReleases(request, clients, { ...how, savedPlan })
            : deployReleases,
        ),
      );
    });
}

async function readPlan(path: string, { cwd, deps }: CommandContext): Promise<SavedPlan> {
  const { createFilesClient } = await import('@slipway/clients');
  const text = await createFilesClient().readText(resolve(cwd, path));
  if (text !== undefined) return (await deps.engine()).parseSavedPlan(text, path);
  throw new SlipwayError({
    code: 'PlanMissing',
    message: `read the saved plan ${path}: there is no such file.`,
    hint: 'Save one with "slipway plan --out FILE".',
    exitCode: ExitCodes.usage,
  });
}

/** Environment and releases are those of the plan. */
function ofPlan({ plan }: SavedPlan, options: DeployCommandOptions, command: Command): DeployCommandOptions {
  const isGiven = command.getOptionValueSource('env') !== 'default';
  if (isGiven && options.env !== plan.environment) {
    throw new SlipwayError({
      code: 'WrongUse',
      message: `read the arguments: the plan is for environment ${plan.environment}, not ${options.env}.`,
      hint: 'Leave --env away: the plan says where.',
      exitCode: ExitCodes.usage,
    });
  }
  return { ...options, env: plan.environment };
}
