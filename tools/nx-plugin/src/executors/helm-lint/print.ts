import { SlipwayError } from '@slipway/contracts';

/** Prints a line to standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints what went wrong and what to do, to standard error. */
export function printError(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const isOurs = error instanceof SlipwayError;
  process.stderr.write(`${isOurs ? `${error.code}: ` : ''}${message}\n`);
  if (isOurs && error.hint) process.stderr.write(`  ${error.hint}\n`);
}
