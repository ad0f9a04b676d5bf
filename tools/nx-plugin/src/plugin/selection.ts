/** Whether the projects of an nx command were chosen one by one. */
export interface Selection {
  /** `run-many` or `affected`. */
  isMany: boolean;
  /** Projects that the command line names exactly. */
  named: string[];
}

const VARIABLE = 'SLIPWAY_NX_SELECTION';

/** Reads the arguments of an nx command (those after the program's name). Pure. */
export function parseSelection(args: readonly string[]): Selection {
  const command = args.find((argument) => !argument.startsWith('-'));
  const named: string[] = [];
  let isList = false;
  for (const argument of args) {
    const flag = /^(?:--projects|-p)(?:=(.*))?$/.exec(argument);
    if (flag) isList = true;
    else if (argument.startsWith('-')) isList = false;
    const value = flag ? flag[1] : isList ? argument : undefined;
    if (value) named.push(...value.split(/[\s,]+/).filter((name) => name !== ''));
  }
  return { isMany: command === 'run-many' || command === 'affected', named };
}

/** Tells the executors of this nx command how their projects were chosen. */
export function publishSelection(args: readonly string[], env: NodeJS.ProcessEnv = process.env): void {
  env[VARIABLE] = JSON.stringify(parseSelection(args));
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
