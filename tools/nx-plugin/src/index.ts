import type { PostTasksExecution, PreTasksExecution } from '@nx/devkit';
import { publishCompileCache } from './plugin/compile-cache.ts';
import { createNodes } from './plugin/create-nodes.ts';
import type { SlipwayPluginOptions } from './plugin/plugin-options.ts';
import { publishRun } from './plugin/publish-run.ts';
import { publishSelection } from './plugin/selection.ts';
import { writeTaskResults } from './plugin/task-results.ts';

export { createNodes };
/** The former name of the same thing; Nx before 23 looks for it. */
export const createNodesV2 = createNodes;

/** Runs once before the tasks of an nx command. */
export const preTasksExecution: PreTasksExecution<SlipwayPluginOptions> = (options, { argv, id, workspaceRoot }) => {
  publishSelection(argv.slice(2), options?.targets);
  publishCompileCache(workspaceRoot);
  publishRun(id);
};

/** Runs once after the tasks of an nx command. */
export const postTasksExecution: PostTasksExecution<SlipwayPluginOptions> = (_options, { taskResults }) =>
  writeTaskResults(Object.values(taskResults));

export { INFERRED_TARGETS } from './plugin/target-names.ts';
export type { SlipwayPluginOptions } from './plugin/plugin-options.ts';
