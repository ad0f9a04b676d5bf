/** How many cases were made and passed, as schemathesis says it. */
const COUNTS = /^\s*\d+ generated\b.*/m;

/**
 * What of the output of schemathesis people are shown: all of it when something was found, else how many cases
 * there were. Pure.
 */
export function toShownLines(output: string, isGood: boolean): string[] {
  if (!isGood) return output.trimEnd().split('\n');
  return [COUNTS.exec(output)?.[0].trim() ?? 'nothing found'];
}
