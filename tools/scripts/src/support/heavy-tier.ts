/** One heavy check: an nx command; each of its tasks counts as one. */
export interface HeavyRun {
  /** `npm run e2e -- --full <name>` runs it alone. */
  name: string;
  args: readonly string[];
}

/** What `npm run e2e -- --full` runs after the tests on a cluster: checks that take minutes or need tools of their own. */
export const HEAVY_TIER: readonly HeavyRun[] = [
  { name: 'network-policies', args: ['run', 'e2e:network-policies'] },
  { name: 'fuzz', args: ['run', 'fuzz:services', '--full'] },
  { name: 'mutation', args: ['run-many', '-t', 'mutation'] },
];

/** What one `npm run e2e` is to run. */
export interface EndToEndPlan {
  /** Arguments for jest; undefined when none of its files is asked for. */
  jestArgs: readonly string[] | undefined;
  heavy: readonly HeavyRun[];
}

/** Every test of tools/e2e, those that take minutes included. Comes last: jest takes what follows it for more of the same. */
const ALL_TESTS = '--testMatch=**/tools/e2e/src/*.{e2e,full}.test.ts';

/**
 * Reads the command line: `--full` adds the heavy tier and the tests of `*.full.test.ts`, names filter both it and the
 * test files, and every other option is jest's. Names that fit no test file leave the cluster out.
 */
export function planEndToEnd(args: readonly string[], testFiles: readonly string[]): EndToEndPlan {
  const asked = args.filter((arg) => arg !== '--full');
  const isFull = asked.length < args.length;
  const names = asked.some((arg) => arg.startsWith('-')) ? [] : asked.map((arg) => new RegExp(arg, 'i'));
  const isAsked = (name: string) => names.length === 0 || names.some((pattern) => pattern.test(name));
  const heavy = isFull ? HEAVY_TIER.filter(({ name }) => isAsked(name)) : [];
  const jestArgs = isFull ? [...asked, ALL_TESTS] : asked;
  // A misspelt name shall fail in jest, not pass as nothing to do.
  return { jestArgs: heavy.length === 0 || testFiles.some(isAsked) ? jestArgs : undefined, heavy };
}
