import type { Command } from 'commander';
import type { DiffReport } from '@slipway/contracts';
import { ExitCodes } from '@slipway/contracts';
import type { CommandContext, Finish } from '../command-context.ts';
import { coloursFor } from '../printers/colour.ts';
import { toDiffText } from '../printers/diff-text.ts';
import { openEnvironment } from './open-environment.ts';
import type { ReleaseOptions } from './release-options.ts';
import { addReleaseOptions } from './release-options.ts';

/** `slipway diff`: what somebody changed behind Helm's back. Exit 2 when there is something. */
export function addDiff(program: Command, context: CommandContext, finish: Finish): void {
  addReleaseOptions(program.command('diff'))
    .description(
      'show where the cluster is not what was deployed, and who changed it; exit code 2 when there is something',
    ) // prettier-ignore
    .action(async (options: ReleaseOptions) => {
      const { streams, deps, env, signal } = context;
      const open = await openEnvironment(context, options);
      const empty: DiffReport = { schema: 'slipway.diff/v1', environment: options.env, releases: [] };
      try {
        const report = open ? await (await deps.engine()).diffReleases(open.request, open.clients, signal) : empty;
        const text = () => toDiffText(report, coloursFor(streams.stdout, env));
        streams.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : text());
        finish(report.releases.some(({ drift }) => drift.length > 0) ? ExitCodes.changesPending : ExitCodes.ok);
      } finally {
        open?.progress.end();
      }
    });
}
