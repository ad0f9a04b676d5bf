import type { TargetNames } from './target-names.ts';
import { toTargetNames } from './target-names.ts';

/** What an nx command asks for. */
export interface Selection {
  /** `run-many` or `affected`. */
  isMany: boolean;
  /** Projects that the command line names exactly. */
  named: string[];
  /** Targets that the command line names; not those they depend on. */
  targets: string[];
  /** `-c`, `--configuration`, or the third part of `project:target:configuration`. */
  configuration?: string;
}

/** The selection as the executors get it. */
interface Published extends Selection {
  /** Names of the targets whose configurations are environments. */
  environmentTargets: string[];
}

const VARIABLE = 'SLIPWAY_NX_SELECTION';

/** Targets whose configurations are environments, by the names they have by default. */
const ENVIRONMENT_TARGETS = ['docker', 'helm-install', 'deploy', 'status', 'rollback', 'undeploy'] as const;
const MANY = new Set(['run-many', 'affected']);

/** Reads the arguments of an nx command (those after the program's name). Pure. */
export function parseSelection(args: readonly string[]): Selection {
  const words = args.filter((argument) => !argument.startsWith('-'));
  const command = words[0] ?? '';
  const isMany = MANY.has(command);
  const [, runTarget, runConfiguration] = command === 'run' ? (words[1] ?? '').split(':') : [];
  const own = command === 'run' ? (runTarget ? [runTarget] : []) : isMany ? [] : [command];
  const configuration =
    valuesOf(args, /^(?:--configuration|-c)(?:=(.*))?$/)[0] ??
    (args.includes('--prod') ? 'production' : runConfiguration);
  return {
    isMany,
    named: valuesOf(args, /^(?:--projects|-p)(?:=(.*))?$/),
    targets: [...own, ...valuesOf(args, /^(?:--targets?|-t)(?:=(.*))?$/)],
    ...(configuration === undefined ? {} : { configuration }),
  };
}

/** Values of one option: behind `=`, or all words up to the next option; also between commas. */
function valuesOf(args: readonly string[], option: RegExp): string[] {
  const values: string[] = [];
  let isList = false;
  for (const argument of args) {
    const flag = option.exec(argument);
    if (flag) isList = flag[1] === undefined;
    else if (argument.startsWith('-')) isList = false;
    const value = flag ? flag[1] : isList ? argument : undefined;
    if (value) values.push(...value.split(/[\s,]+/).filter((name) => name !== ''));
  }
  return values;
}

/** Tells the executors of this nx command how their projects were chosen. `names`: what targets are called here. */
export function publishSelection(
  args: readonly string[],
  names: Partial<TargetNames> = {},
  env: NodeJS.ProcessEnv = process.env,
): void {
  const all = toTargetNames(names);
  const environmentTargets = ENVIRONMENT_TARGETS.map((key) => all[key]);
  env[VARIABLE] = JSON.stringify({ ...parseSelection(args), environmentTargets } satisfies Published);
}

/**
 * Whether a project that is deployed only on request (`slipway.dev/default: "false"`) was asked for:
 * yes for `nx deploy stack` and `run-many -p stack`, no for `run-many` and `affected` that merely
 * came across it.
 */
export function isRequested(project: string, env: NodeJS.ProcessEnv = process.env): boolean {
  const text = env[VARIABLE];
  if (text === undefined) return true;
  const selection = JSON.parse(text) as Selection;
  return !selection.isMany || selection.named.includes(project);
}

/**
 * The environment that was asked for by a name no configuration has. Nx takes the default configuration
 * then, without a word: `nx deploy api -c prdo` would go to `local` and report success. Undefined when the
 * task runs in the configuration that was asked for, and in commands about other targets alone, whose
 * configurations have other names.
 */
export function unmetConfiguration(
  configuration: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const text = env[VARIABLE];
  if (text === undefined) return undefined;
  const { configuration: asked, targets, environmentTargets } = JSON.parse(text) as Published;
  return asked !== configuration && targets.some((target) => environmentTargets.includes(target)) ? asked : undefined;
}
