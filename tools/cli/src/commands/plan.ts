import type { Command } from 'commander';
import type { Plan } from '@slipway/contracts';
import { ExitCodes } from '@slipway/contracts';
import type { CommandContext, Finish } from '../command-context.ts';
import { toPlanText } from '../printers/plan-text.ts';
import { openEnvironment } from './open-environment.ts';
import type { ReleaseOptions } from './release-options.ts';
import { addReleaseOptions } from './release-options.ts';

/** `slipway plan`: says what a deploy would do. Exit 2 when there is something. */
export function addPlan(program: Command, context: CommandContext, finish: Finish): void {
  addReleaseOptions(program.command('plan'))
    .description('say what a deploy would change; exit code 2 when there is something')
    .action(async (options: ReleaseOptions) => {
      const { streams, deps } = context;
      const open = await openEnvironment(context, options);
      if (!open) {
        const empty: Plan = { schema: 'slipway.plan/v1', environment: options.env, hash: '', releases: [] };
        streams.stdout.write(options.json ? `${JSON.stringify(empty, null, 2)}\n` : 'Nothing is affected.\n');
        return finish(ExitCodes.ok);
      }
      try {
        const plan = await (await deps.engine()).planReleases(open.request, open.clients, open.options);
        streams.stdout.write(options.json ? `${JSON.stringify(plan, null, 2)}\n` : toPlanText(plan));
        finish(plan.releases.some(({ action }) => action !== 'none') ? ExitCodes.changesPending : ExitCodes.ok);
      } finally {
        open.progress.end();
      }
    });
}
