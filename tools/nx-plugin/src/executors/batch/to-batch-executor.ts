import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { listenForStop } from '@slipway/cli/src/stop-signals.ts';
import { useCompileCache } from '../use-compile-cache.ts';
import type { BatchRun, BatchTaskResult, TaskExecutor } from './run-batch.ts';
import { runBatch } from './run-batch.ts';

/** The batch form of an executor, as Nx calls it. */
export type BatchExecutor<Options> = (
  graph: TaskGraph,
  inputs: Record<string, Options>,
  overrides: unknown,
  context: ExecutorContext,
) => AsyncGenerator<BatchTaskResult, void, undefined>;

/** How an executor's batches are run. */
export interface BatchOptions<Options> {
  /** Tasks at work at once. */
  parallel: number;
  /** Runs them. Default: each by itself, in their order. */
  runTasks?: (graph: TaskGraph, run: BatchRun<Options>) => AsyncGenerator<BatchTaskResult, void, undefined>;
}

/**
 * Lets Nx run all tasks of an executor that are ready in one process. Tasks of one project say what they do while they do
 * it; those of several keep it together until each is done, as Nx does with tasks in processes of their own.
 */
export function toBatchExecutor<Options>(
  execute: TaskExecutor<Options>,
  { parallel, runTasks = runBatch }: BatchOptions<Options>,
): BatchExecutor<Options> {
  return async function* batch(graph, inputs, _overrides, context) {
    useCompileCache(context.root);
    const { signal, release } = listenForStop();
    const projects = new Set(Object.values(graph.tasks).map(({ target }) => target.project));
    const writeLive = projects.size === 1 ? (text: string) => void process.stdout.write(text) : undefined;
    try {
      yield* runTasks(graph, { execute, inputs, context, signal, parallel, writeLive });
    } finally {
      release(); // Nx ends this process by a signal when all its tasks are done.
    }
  };
}
