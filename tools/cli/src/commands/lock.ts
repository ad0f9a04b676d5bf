import type { Command } from 'commander';
import { Option } from 'commander';
import { ExitCodes } from '@slipway/contracts';
import type { CommandContext, Finish } from '../command-context.ts';
import { parseNames } from '../parse-duration.ts';
import { toLockText } from '../printers/lock-text.ts';
import type { LockOptions } from './open-lock.ts';
import { openLocks } from './open-lock.ts';

interface LockCommandOptions extends LockOptions {
  env: string;
  from?: string;
  verified?: boolean;
  allowDirty?: boolean;
}

/** `slipway lock`: what CI built becomes the lock of the first environment; `--verified` adds evidence to a lock. */
export function addLock(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('lock')
    .description('write the lock of the first environment from what was built and pushed')
    .requiredOption('-c, --env <name>', 'environment whose releases.lock.yaml is written')
    .option('--from <folder>', 'folder of the image files (default: dist/images)')
    .addOption(
      new Option(
        '--verified',
        'take no images: write what the environment’s cluster has verified into its lock, for "slipway promote --from-lock"',
      ).conflicts(['from', 'allowDirty']),
    )
    .addOption(
      new Option(
        '--projects <names>',
        'projects between commas (default: all that have an image, or a line)',
      ).argParser(parseNames),
    )
    .option('--allow-dirty', 'lock images although the workspace has changes that no commit holds')
    .option('--context <name>', 'kube context instead of the environment’s (SLIPWAY_CONTEXT)')
    .option('--registry <host>', 'registry instead of the environment’s (SLIPWAY_REGISTRY)')
    .option('--json', 'print one JSON document on stdout')
    .action(async (options: LockCommandOptions) => {
      const { deps, signal, streams } = context;
      const engine = await deps.engine();
      const open = await openLocks(context, options);
      try {
        const environment = await open.environment(options.env, true);
        const request = { ...open.request, environment };
        const clients = await open.connect(environment);
        const edit = options.verified
          ? await engine.lockVerified(request, clients, signal)
          : await engine.lockReleases(request, clients, {
              imagesDir: options.from ?? 'dist/images',
              allowDirty: options.allowDirty ?? false,
              signal,
            });
        const { report } = edit;
        if (report.changes.length > 0) await clients.files.writeText(edit.path, edit.text);
        streams.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : toLockText(report));
        finish(ExitCodes.ok);
      } finally {
        open.progress.end();
      }
    });
}
