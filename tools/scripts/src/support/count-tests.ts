import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many checks went well and how many did not. */
export interface Counts {
  passed: number;
  failed: number;
}

/** One task of an nx command, as the plugin writes it. */
export interface TaskOutcome {
  project: string;
  target: string;
  /** `success`, `failure`, `skipped`, or one of Nx's words for "from the cache". */
  status: string;
}

/** Targets that run tests; the results of each test count, not the task. */
const TESTING = ['test', 'coverage'];
const GOOD = ['success', 'local-cache', 'local-cache-kept-existing', 'remote-cache'];

/**
 * Adds up: a task that tests counts its tests, any other task counts as one check. A task that did not
 * succeed counts as a failure at least once, also one that was skipped or left no result.
 */
export function countTasks(
  tasks: readonly TaskOutcome[],
  readResults: (project: string) => Counts | undefined,
): Counts {
  let [passed, failed] = [0, 0];
  for (const { project, target, status } of tasks) {
    const isGood = GOOD.includes(status);
    const isTesting = TESTING.includes(target);
    const results = isTesting ? readResults(project) : undefined;
    passed += results?.passed ?? (isGood && !isTesting ? 1 : 0);
    failed += isGood ? (results?.failed ?? 0) : Math.max(results?.failed ?? 0, 1);
  }
  return { passed, failed };
}

/** Reads `dist/test-results/<project>.json`; undefined when there is none. */
export function readTestResults(workspaceRoot: string, project: string): Counts | undefined {
  const path = join(workspaceRoot, 'dist', 'test-results', `${project.replaceAll('/', '__')}.json`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Counts) : undefined;
}

/** The last line of every command that runs tests. */
export function toCountLine({ passed, failed }: Counts): string {
  return `${passed} passed, ${failed} failed\n`;
}
