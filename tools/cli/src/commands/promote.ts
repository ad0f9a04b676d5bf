import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Clients, GitProposals, PromotionProposal, PromotionReport } from '@slipway/contracts';
import { ExitCodes } from '@slipway/contracts';
import type { CommandContext, Finish } from '../command-context.ts';
import { parseNames } from '../parse-duration.ts';
import { toPromotionText } from '../printers/lock-text.ts';
import type { LockOptions } from './open-lock.ts';
import { openLocks } from './open-lock.ts';

/** Where `--pr` writes, relative to the workspace root. */
const PR_DIR = 'dist/promotions';

interface PromoteOptions extends LockOptions {
  from: string;
  to: string;
  fromLock?: boolean;
  branch?: string;
  pr?: true | string;
}

/** `slipway promote`: copies lock lines to the next environment, with the evidence that they proved themselves. */
export function addPromote(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('promote')
    .description('copy lock lines to the next environment, with the evidence that the one before verified them')
    .requiredOption('--from <name>', 'environment that has verified the releases')
    .requiredOption('--to <name>', 'environment whose releases.lock.yaml is written')
    .addOption(
      new Option('--projects <names>', 'projects between commas (default: all that --from has a line of)').argParser(
        parseNames,
      ),
    )
    .option(
      '--from-lock',
      'take the evidence from the lock of --from ("slipway lock --verified" wrote it) and ask no cluster',
    )
    .option('--branch <name>', 'leave the files alone: make a git branch with one commit')
    .option(
      '--pr [folder]',
      `the same (default branch: promote/<to>-<hash>), with patch and text for a pull request (default: ${PR_DIR})`,
    )
    .option('--context <name>', 'kube context of --from instead of its own (SLIPWAY_CONTEXT)')
    .option('--json', 'print one JSON document on stdout')
    .action(async (options: PromoteOptions) => {
      const { deps, signal, streams, env, cwd } = context;
      const engine = await deps.engine();
      const { createFilesClient } = await import('@slipway/clients');
      const files = createFilesClient();
      const open = await openLocks(context, options);
      try {
        const from = await open.environment(options.from, true);
        const request = { ...open.request, from, environment: await open.environment(options.to, false) };
        const edit = await engine.promoteReleases(request, {
          files,
          connect: () => open.connect(from),
          fromLock: options.fromLock ?? false,
          signal,
        });
        let { report } = edit;
        const { workspaceRoot } = request;
        if (report.changes.length > 0 && (options.branch !== undefined || options.pr !== undefined)) {
          const proposals = await deps.proposals(workspaceRoot, env);
          const message = await engine.promotionMessage(report, (a, b) => proposals.subjects(a, b, signal));
          const folder = typeof options.pr === 'string' ? resolve(cwd, options.pr) : join(workspaceRoot, PR_DIR);
          const sourcePath = join(edit.path, '..', '..', options.from, 'releases.lock.yaml');
          const proposal = await propose({ edit, message, sourcePath }, options, { proposals, signal, files, folder });
          report = { ...report, proposal };
        } else if (report.changes.length > 0) {
          await files.writeText(edit.path, edit.text);
        }
        streams.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : toPromotionText(report));
        finish(ExitCodes.ok);
      } finally {
        open.progress.end();
      }
    });
}

interface ProposeContext {
  proposals: GitProposals;
  signal: AbortSignal;
  files: Pick<Clients['files'], 'writeText'>;
  /** Absolute. */
  folder: string;
}

async function propose(
  { edit, message, sourcePath }: { edit: { path: string; text: string; report: PromotionReport }; message: string; sourcePath: string }, // prettier-ignore
  options: Pick<PromoteOptions, 'branch' | 'pr' | 'to'>,
  { proposals, signal, files, folder }: ProposeContext,
): Promise<PromotionProposal> {
  const branch = options.branch ?? `promote/${options.to}-${hash(edit.text).slice(0, 12)}`;
  await proposals.check(branch, [edit.path, sourcePath], signal);
  const { commit, base } = await proposals.propose({ branch, path: edit.path, text: edit.text, message, signal });
  if (options.pr === undefined) return { branch, commit, base };
  const name = branch.replaceAll('/', '-');
  const [patch, text] = [join(folder, `${name}.patch`), join(folder, `${name}.md`)];
  await files.writeText(patch, await proposals.formatPatch(commit, signal));
  await files.writeText(text, message);
  return { branch, commit, base, patch, text };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
