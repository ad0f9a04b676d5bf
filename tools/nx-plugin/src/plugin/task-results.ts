import { writeFileSync } from 'node:fs';

/** Names the file that the results of an nx command's tasks are written to; nothing is written without it. */
export const TASK_RESULTS_VARIABLE = 'SLIPWAY_TASK_RESULTS';

/** The part of Nx's task result that is kept. */
interface TaskOutcome {
  task: { id: string; target: { project: string; target: string } };
  status: string;
}

/**
 * Writes which tasks succeeded, as JSON lines would not survive Nx's own output: `[{ project, target,
 * status }]`, sorted by id.
 */
export function writeTaskResults(outcomes: readonly TaskOutcome[], env: NodeJS.ProcessEnv = process.env): void {
  const path = env[TASK_RESULTS_VARIABLE];
  if (!path) return;
  const rows = outcomes
    .map(({ task, status }) => ({ id: task.id, project: task.target.project, target: task.target.target, status }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  writeFileSync(path, `${JSON.stringify(rows, null, 2)}\n`);
}
