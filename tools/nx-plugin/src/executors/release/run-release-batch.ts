import type { TaskGraph } from '@nx/devkit';
import { isRequested } from '../../plugin/selection.ts';
import type { BatchRun, BatchTaskResult } from '../batch/run-batch.ts';
import { runBatch } from '../batch/run-batch.ts';
import type { StepSchema } from './schema.d.ts';
import { toReleaseSet } from './to-release-set.ts';

/**
 * Runs the tasks of a batch as one deploy where they are one, and else each by itself. Projects that were not asked for
 * are left out by their own tasks either way.
 */
export async function* runReleaseBatch(
  graph: TaskGraph,
  run: BatchRun<StepSchema>,
): AsyncGenerator<BatchTaskResult, void, undefined> {
  const isLeftOut = (id: string) =>
    run.inputs[id]?.onlyWhenNamed === true && !isRequested(graph.tasks[id]?.target.project ?? '');
  const wanted = partOf(graph, (id) => !isLeftOut(id));
  yield* runBatch(partOf(graph, isLeftOut), run);
  const set = toReleaseSet(wanted, run.inputs);
  const { beginReleaseSet } = await import('./run-release-set.ts'); // after the compile cache is on
  yield* (set && (await beginReleaseSet(set, run))) ?? runBatch(wanted, run);
}

function partOf(graph: TaskGraph, isPart: (id: string) => boolean): TaskGraph {
  return { ...graph, tasks: Object.fromEntries(Object.entries(graph.tasks).filter(([id]) => isPart(id))) };
}
