import { parseArgs } from 'node:util';
import { ExitCodes, SlipwayError } from '@slipway/contracts';

/** Names of the suites; each has a folder of benches and a report of its own. */
export const SUITE_NAMES = ['services', 'engine'] as const;
export type SuiteName = (typeof SUITE_NAMES)[number];

/** What the command line asks for. */
export interface RunOptions {
  /** Which benches: those of the services, or those of the engine, which need a cluster. */
  suite: SuiteName;
  /** Names of benches; undefined is all. */
  only: readonly string[] | undefined;
  /** Few rounds; figures are rough. */
  isQuick: boolean;
  /** Folder for the report. Undefined: docs/benchmarks of a full run, nowhere otherwise. */
  out: string | undefined;
  /** Whether to fail where a value got worse than the committed baseline. */
  isCompared: boolean;
}

/** Reads the command line. Throws `WrongUse` for what it does not know. */
export function parseOptions(args: readonly string[]): RunOptions {
  const { values } = parse(args);
  const only = values.only?.flatMap((names) => names.split(',')).filter((name) => name !== '');
  if (!isSuite(values.suite)) throw wrongUse(`There is no suite ${values.suite}; there are ${SUITE_NAMES.join(', ')}.`);
  return { suite: values.suite, only, isQuick: values.quick, out: values.out, isCompared: values.compare };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        suite: { type: 'string', default: 'services' },
        only: { type: 'string', multiple: true },
        quick: { type: 'boolean', default: false },
        out: { type: 'string' },
        compare: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw wrongUse(error instanceof Error ? error.message : String(error));
  }
}

function isSuite(name: string): name is SuiteName {
  return (SUITE_NAMES as readonly string[]).includes(name);
}

function wrongUse(what: string): SlipwayError {
  const hint = 'Options: --only=<names> --quick --out=<folder> --compare; tools/bench/README.md explains them.';
  return new SlipwayError({ code: 'WrongUse', message: what, hint, exitCode: ExitCodes.usage });
}

/** The benches asked for. Throws `WrongUse` on a name that none has. */
export function selectBenches<T extends { name: string }>(benches: readonly T[], only: RunOptions['only']): T[] {
  if (only === undefined) return [...benches];
  const unknown = only.find((name) => !benches.some((bench) => bench.name === name));
  if (unknown === undefined) return benches.filter(({ name }) => only.includes(name));
  throw wrongUse(`There is no bench ${unknown}; there are ${benches.map(({ name }) => name).join(', ')}.`);
}
