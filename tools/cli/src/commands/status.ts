import type { Command } from 'commander';
import type { StatusReport } from '@slipway/contracts';
import { ExitCodes } from '@slipway/contracts';
import type { CommandContext, Finish } from '../command-context.ts';
import { toStatusText } from '../printers/status-text.ts';
import { openEnvironment } from './open-environment.ts';
import type { ReleaseOptions } from './release-options.ts';
import { addReleaseOptions } from './release-options.ts';

/** `slipway status`: what runs, and why if it does not. Exit 1 when an installed release is not Ready. */
export function addStatus(program: Command, context: CommandContext, finish: Finish): void {
  addReleaseOptions(program.command('status'))
    .description('show what runs, and why if it does not; exit code 1 when an installed release is not Ready')
    .action(async (options: ReleaseOptions) => {
      const { streams, deps, signal } = context;
      const open = await openEnvironment(context, options);
      const empty: StatusReport = { schema: 'slipway.status/v1', environment: options.env, releases: [] };
      try {
        const report = open ? await (await deps.engine()).releaseStatus(open.request, open.clients, signal) : empty;
        streams.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : toStatusText(report));
        finish(report.releases.some(isBroken) ? ExitCodes.failed : ExitCodes.ok);
      } finally {
        open?.progress.end();
      }
    });
}

function isBroken({ status, isReady, cause }: StatusReport['releases'][number]): boolean {
  return cause !== undefined || (status !== 'absent' && !isReady);
}
