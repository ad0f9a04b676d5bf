import type { PreTasksExecution } from '@nx/devkit';
import { createNodes } from './plugin/create-nodes.ts';
import type { SlipwayPluginOptions } from './plugin/plugin-options.ts';
import { publishSelection } from './plugin/selection.ts';

export { createNodes };
/** The former name of the same thing; Nx before 23 looks for it. */
export const createNodesV2 = createNodes;

/** Runs once before the tasks of an nx command. */
export const preTasksExecution: PreTasksExecution<SlipwayPluginOptions> = (_options, { argv }) =>
  publishSelection(argv.slice(2));

export { INFERRED_TARGETS } from './plugin/targets/targets.ts';
export type { SlipwayPluginOptions } from './plugin/plugin-options.ts';
