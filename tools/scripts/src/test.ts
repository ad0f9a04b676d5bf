import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureTools } from '@slipway/toolchain';
import type { TaskOutcome } from './support/count-tests.ts';
import { countTasks, readTestResults, toCountLine } from './support/count-tests.ts';
import { runNx } from './support/run-nx.ts';
import type { ScriptRun } from './support/run-script.ts';
import { runScript } from './support/run-script.ts';
import { workspaceRoot } from './support/workspace-root.ts';

/** What chart tests and helm-lint need. */
const TOOLS = ['helm', 'kubeconform', 'kubernetes-schemas'] as const;
const TARGETS = ['lint', 'typecheck', 'test', 'helm-lint'];

let wasCounted = false;
await runScript(async (run) => {
  const counts = await test(run);
  wasCounted = true;
  process.stdout.write(toCountLine(counts));
  return counts.failed === 0 ? 0 : 1;
});
if (!wasCounted) process.stdout.write(toCountLine({ passed: 0, failed: 1 }));

async function test({ signal, progress, say }: ScriptRun) {
  await ensureTools(TOOLS, { onProgress: progress.onProgress, signal });
  const results = join(workspaceRoot, 'dist', 'test-results');
  rmSync(results, { recursive: true, force: true }); // Nx brings back the files of cached tasks.
  mkdirSync(results, { recursive: true });
  const outcomes = join(results, 'tasks.json');
  const exitCode = await runNx(['run-many', '-t', ...TARGETS, '--output-style=static'], {
    signal,
    env: { SLIPWAY_TASK_RESULTS: outcomes },
    onLine: say,
  });
  const tasks = JSON.parse(readFileSync(outcomes, 'utf8')) as TaskOutcome[];
  const counts = countTasks(tasks, (project) => readTestResults(workspaceRoot, project));
  return exitCode === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}
