import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Counts, TaskOutcome } from './count-tests.ts';
import { countTasks, readTestResults } from './count-tests.ts';
import type { RunNxOptions } from './run-nx.ts';
import { runNx } from './run-nx.ts';
import { workspaceRoot } from './workspace-root.ts';

/** Runs an nx command and counts what its tasks did; an nx that ends badly counts as at least one failure. */
export async function runCounted(args: readonly string[], options: Omit<RunNxOptions, 'env'>): Promise<Counts> {
  const folder = join(workspaceRoot, 'dist', 'test-results');
  mkdirSync(folder, { recursive: true });
  const outcomes = join(folder, 'tasks.json');
  rmSync(outcomes, { force: true });
  const exitCode = await runNx([...args, '--output-style=static'], {
    ...options,
    env: { SLIPWAY_TASK_RESULTS: outcomes },
  });
  if (!existsSync(outcomes)) return { passed: 0, failed: 1 };
  const tasks = JSON.parse(readFileSync(outcomes, 'utf8')) as TaskOutcome[];
  const counts = countTasks(tasks, (project) => readTestResults(workspaceRoot, project));
  return exitCode === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}
