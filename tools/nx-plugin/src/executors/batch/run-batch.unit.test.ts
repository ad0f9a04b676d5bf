import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import type { BatchRun } from './run-batch.ts';
import { runBatch } from './run-batch.ts';

/** A graph of tasks `project:target`, each with those it comes after. */
function graphOf(dependencies: Record<string, string[]>): TaskGraph {
  const tasks = Object.fromEntries(
    Object.keys(dependencies).map((id) => {
      const [project = '', target = ''] = id.split(':');
      return [id, { id, target: { project, target, configuration: 'local' }, overrides: {}, outputs: [] }];
    }),
  );
  return { tasks, dependencies, continuousDependencies: {}, roots: [] } as unknown as TaskGraph;
}

const context = { root: '/w', projectsConfigurations: { projects: {} } } as unknown as ExecutorContext;

async function run(graph: TaskGraph, execute: BatchRun<string>['execute'], more: Partial<BatchRun<string>> = {}) {
  const inputs = Object.fromEntries(Object.keys(graph.tasks).map((id) => [id, `options of ${id}`]));
  const { signal } = new AbortController();
  const results: Record<string, string> = {};
  for await (const { task, result } of runBatch(graph, { execute, inputs, context, signal, parallel: 4, ...more })) {
    results[task] = `${result.status} ${result.terminalOutput}`.trim();
  }
  return results;
}

describe('runBatch', () => {
  it('runs each task with its own options, project, target and configuration, and keeps its output', async () => {
    const results = await run(graphOf({ 'api:deploy': [], 'data:deploy': [] }), async (options, own, { write }) => {
      write(`${options}, ${own.projectName}:${own.targetName}:${own.configurationName}\n`);
      return { success: true };
    });
    expect(results).toEqual({
      'api:deploy': 'success options of api:deploy, api:deploy:local',
      'data:deploy': 'success options of data:deploy, data:deploy:local',
    });
  });

  it('keeps the order, takes what lies outside the batch as done, and does not hold others up', async () => {
    const started: string[] = [];
    const graph = graphOf({
      'b:deploy': ['b:helm-install'],
      'b:helm-install': ['a:deploy', 'b:docker'],
      'a:deploy': [],
    });
    await run(graph, async (_options, { projectName, targetName }) => {
      started.push(`${projectName}:${targetName}`);
      return { success: true };
    });
    expect(started).toEqual(['a:deploy', 'b:helm-install', 'b:deploy']);
  });

  it('skips what comes after a task that failed or threw, and nothing else', async () => {
    const graph = graphOf({
      'a:helm-install': [],
      'a:deploy': ['a:helm-install'],
      'c:helm-install': ['a:deploy'],
      'b:helm-install': [],
      'b:deploy': ['b:helm-install'],
    });
    const results = await run(graph, async (_options, { projectName }) => {
      if (projectName === 'a') throw new Error('no cluster');
      return { success: true };
    });
    expect(results).toEqual({
      'a:helm-install': 'failure no cluster',
      'a:deploy': 'skipped',
      'c:helm-install': 'skipped',
      'b:helm-install': 'success',
      'b:deploy': 'success',
    });
  });

  it('runs no more at once than it may', async () => {
    let now = 0;
    let most = 0;
    const graph = graphOf(Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`p${index}:deploy`, []])));
    await run(
      graph,
      async () => {
        most = Math.max(most, (now += 1));
        await new Promise((resolve) => setImmediate(resolve));
        now -= 1;
        return { success: true };
      },
      { parallel: 3 },
    );
    expect(most).toBe(3);
  });

  it('tells at once what is said where one project has the process for itself', async () => {
    const said: string[] = [];
    const results = await run(
      graphOf({ 'api:deploy': [] }),
      async (_options, _context, { write }) => {
        write('waiting\n');
        return { success: false };
      },
      { writeLive: (text) => void said.push(text) },
    );
    expect([results, said]).toEqual([{ 'api:deploy': 'failure' }, ['waiting\n']]);
  });
});
