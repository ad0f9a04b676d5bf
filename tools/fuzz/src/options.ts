import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ExitCodes, SlipwayError } from '@slipway/contracts';

/** Cases made per operation, and answers asked for per service with paths that do not exist. */
const AMOUNTS = { ordinary: { examples: 40, paths: 10_000 }, full: { examples: 1000, paths: 10_000 } } as const;

/** What the command line asks for. */
export interface FuzzOptions {
  /** Names of services; undefined is all that serve HTTP. */
  only: readonly string[] | undefined;
  /** The same seed makes the same cases, as long as the documents are the same. */
  seed: number;
  /** Cases per operation. */
  examples: number;
  /** Random paths per service. */
  paths: number;
}

/** Reads the command line; without `--seed` the seed is random. Throws `WrongUse` on what it does not know. */
export function parseOptions(args: readonly string[]): FuzzOptions {
  const { values } = parse(args);
  const amounts = values.full ? AMOUNTS.full : AMOUNTS.ordinary;
  return {
    only: values.only?.flatMap((names) => names.split(',')).filter((name) => name !== ''),
    seed: values.seed === undefined ? randomInt(2 ** 31) : toCount('seed', values.seed),
    examples: values.examples === undefined ? amounts.examples : toCount('examples', values.examples),
    paths: amounts.paths,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true },
        seed: { type: 'string' },
        examples: { type: 'string' },
        full: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw wrongUse(error instanceof Error ? error.message : String(error));
  }
}

/** What is thrown when the command line asks for something that there is not. */
export function wrongUse(what: string): SlipwayError {
  const hint = 'Options: --only=<names> --seed=<n> --examples=<n> --full; tools/fuzz/README.md explains them.';
  return new SlipwayError({ code: 'WrongUse', message: what, hint, exitCode: ExitCodes.usage });
}

function toCount(name: string, text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw wrongUse(`--${name} must be a number from 1, not "${text}".`);
}
