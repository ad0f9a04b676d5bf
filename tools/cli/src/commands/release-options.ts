import type { Command } from 'commander';
import { Option } from 'commander';
import type { OutputOptions } from '../outputs/run-outputs.ts';
import { parseCount, parseDuration, parseNames } from '../parse-duration.ts';

/** Options of every command that looks at releases. */
export interface ReleaseOptions extends OutputOptions {
  env: string;
  projects?: string[];
  affected?: boolean;
  base?: string;
  all?: boolean;
  context?: string;
  registry?: string;
  json?: boolean;
  parallel?: number;
  patience?: number;
  approve?: string[];
  approvedBy?: string;
  atomic?: boolean;
}

/** Adds what says where, which releases, and how to answer. */
export function addReleaseOptions(command: Command): Command {
  return command
    .option('-c, --env <name>', 'environment, a folder of deploy/environments', 'local')
    .addOption(
      new Option('--projects <names>', 'projects between commas').argParser(parseNames).conflicts(['affected', 'all']),
    )
    .addOption(new Option('--affected', 'projects that a change touches, as Nx says').conflicts(['projects', 'all']))
    .option('--base <revision>', 'commit or branch that --affected compares with (default: nx.json says)')
    .addOption(
      new Option('--all', 'every project whose chart does not say slipway.dev/default: "false"').conflicts([
        'projects',
        'affected',
      ]),
    )
    .option('--context <name>', 'kube context instead of the environment’s (SLIPWAY_CONTEXT)')
    .option('--registry <host>', 'registry instead of the environment’s (SLIPWAY_REGISTRY)')
    .option('--json', 'print one JSON document on stdout');
}

/** Adds what says how a change is carried out. */
export function addApplyOptions(command: Command): Command {
  return command
    .option('--parallel <number>', 'releases at work at once (default: 10)', parseCount)
    .option('--patience <duration>', 'how long a started container may take to be Ready (default: 10s)', parseDuration)
    .addOption(
      new Option(
        '--approve <hash>',
        'approve exactly the plan with this hash, 12 of its digits at least (SLIPWAY_APPROVE)',
      ).argParser(parseNames),
    )
    .option('--approved-by <name>', 'who approves (SLIPWAY_APPROVED_BY; default: whoever runs this)')
    .option('--events <file>', 'write what happens as NDJSON, to a file or a descriptor such as fd:3')
    .option('--junit <file>', 'write the verdicts as JUnit XML')
    .option('--summary <file>', 'add a summary in Markdown to a file (default: GITHUB_STEP_SUMMARY)');
}

/** Adds whether a set goes back as one. */
export function addAtomicOption(command: Command): Command {
  return command
    .option('--atomic', 'when one release fails, all that were changed go back (default: but for local)')
    .option('--no-atomic', 'a failed release goes back alone');
}
