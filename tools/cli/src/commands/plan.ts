import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Plan } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import type { CommandContext, Finish } from '../command-context.ts';
import { coloursFor } from '../printers/colour.ts';
import { toPlanText } from '../printers/plan-text.ts';
import type { OpenEnvironment } from './open-environment.ts';
import { openEnvironment } from './open-environment.ts';
import type { ReleaseOptions } from './release-options.ts';
import { addReleaseOptions } from './release-options.ts';

interface PlanOptions extends ReleaseOptions {
  out?: string;
}

/** `slipway plan`: says what a deploy would change. Exit 2 when there is something, 1 when the cluster would refuse it. */
export function addPlan(program: Command, context: CommandContext, finish: Finish): void {
  addReleaseOptions(program.command('plan'))
    .option('--out <file>', 'save the plan, for "deploy --plan <file>"')
    .description(
      'say what a deploy would change, field by field; exit code 2 when there is something, 1 when the cluster would refuse it',
    ) // prettier-ignore
    .action(async (options: PlanOptions) => {
      const { streams, env } = context;
      const open = await openEnvironment(context, options);
      if (!open) {
        if (options.out !== undefined) throw nothingToSave(options.out);
        const empty: Plan = { schema: 'slipway.plan/v1', environment: options.env, hash: '', releases: [] };
        streams.stdout.write(options.json ? `${JSON.stringify(empty, null, 2)}\n` : 'Nothing is affected.\n');
        return finish(ExitCodes.ok);
      }
      try {
        const plan = await makePlan(context, open, options);
        const text = () => toPlanText(plan, coloursFor(streams.stdout, env));
        streams.stdout.write(options.json ? `${JSON.stringify(plan, null, 2)}\n` : text());
        finish(toExitCode(plan));
      } finally {
        open.progress.end();
      }
    });
}

async function makePlan({ deps, cwd }: CommandContext, open: OpenEnvironment, { out }: PlanOptions): Promise<Plan> {
  const engine = await deps.engine();
  if (out === undefined) return engine.planReleases(open.request, open.clients, open.options);
  const saved = await engine.planToSave(open.request, open.clients, open.options);
  await open.clients.files.writeText(resolve(cwd, out), `${JSON.stringify(saved, null, 2)}\n`, { mode: 0o600 });
  open.progress.line(`plan ${saved.plan.hash.slice(0, 12)} saved in ${out}`);
  return saved.plan;
}

function toExitCode({ releases }: Plan): number {
  if (releases.some(({ refusals = [] }) => refusals.length > 0)) return ExitCodes.failed;
  return releases.some(({ action }) => action !== 'none') ? ExitCodes.changesPending : ExitCodes.ok;
}

function nothingToSave(out: string): SlipwayError {
  return new SlipwayError({
    code: 'NothingSelected',
    message: `save a plan in ${out}: nothing is affected.`,
    hint: 'Give --projects a,b or --all.',
    exitCode: ExitCodes.usage,
  });
}
