import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import type { TaskSurroundings } from '../task-surroundings.ts';

/** What Nx is told of one task of a batch. */
export interface BatchTaskResult {
  task: string;
  result: {
    success: boolean;
    terminalOutput: string;
    status: 'success' | 'failure' | 'skipped';
    /** Milliseconds since the epoch. */
    startTime?: number;
    endTime?: number;
  };
}

/** One executor, as it runs in a process of its own. */
export type TaskExecutor<Options> = (
  options: Options,
  context: ExecutorContext,
  surroundings: TaskSurroundings,
) => Promise<{ success: boolean }>;

/** How the tasks of a batch are run. */
export interface BatchRun<Options> {
  execute: TaskExecutor<Options>;
  /** Options by task id. */
  inputs: Readonly<Record<string, Options>>;
  context: ExecutorContext;
  signal: AbortSignal;
  /** Tasks at work at once. */
  parallel: number;
  /** Takes what is said while it is said; tasks then have no output of their own. Absent: each keeps its own. */
  writeLive?: ((text: string) => void) | undefined;
}

/**
 * Runs tasks that Nx has put into one process: in their order, several at once, each by itself. What comes after a task
 * that failed is skipped, and nothing else is. Gives each result as soon as it is there. Never throws.
 */
export async function* runBatch<Options>(
  graph: TaskGraph,
  run: BatchRun<Options>,
): AsyncGenerator<BatchTaskResult, void, undefined> {
  const waiting = new Set(Object.keys(graph.tasks));
  const finished = new Map<string, boolean>();
  const running = new Map<string, Promise<BatchTaskResult>>();
  /** What a task comes after: of this batch alone, all else is done. */
  const before = (id: string) => (graph.dependencies[id] ?? []).filter((other) => other in graph.tasks);
  while (waiting.size > 0 || running.size > 0) {
    for (const id of waiting) {
      const others = before(id);
      if (others.some((other) => finished.get(other) === false)) {
        waiting.delete(id);
        finished.set(id, false);
        yield { task: id, result: { success: false, terminalOutput: '', status: 'skipped' } };
      } else if (running.size < run.parallel && others.every((other) => finished.has(other))) {
        waiting.delete(id);
        running.set(id, runTask(graph, id, run));
      }
    }
    if (running.size === 0) continue; // A skipped task may have freed nothing but others to skip.
    const done = await Promise.race(running.values());
    running.delete(done.task);
    finished.set(done.task, done.result.success);
    yield done;
  }
}

async function runTask<Options>(graph: TaskGraph, id: string, run: BatchRun<Options>): Promise<BatchTaskResult> {
  const { execute, inputs, context, signal, writeLive } = run;
  const { project, target, configuration } = (graph.tasks[id] as TaskGraph['tasks'][string]).target;
  const kept: string[] = [];
  const write = writeLive ?? ((text: string) => void kept.push(text));
  const configured = context.projectsConfigurations.projects[project]?.targets?.[target];
  const startTime = Date.now();
  let success = false;
  try {
    const own: ExecutorContext = {
      ...context,
      projectName: project,
      targetName: target,
      ...(configuration === undefined ? {} : { configurationName: configuration }),
      ...(configured === undefined ? {} : { target: configured }),
    };
    ({ success } = await execute(inputs[id] as Options, own, { write, signal }));
  } catch (error) {
    write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
  return {
    task: id,
    result: {
      success,
      terminalOutput: kept.join(''),
      status: success ? 'success' : 'failure',
      startTime,
      endTime: Date.now(),
    },
  };
}
