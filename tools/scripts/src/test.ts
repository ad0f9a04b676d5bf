import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureTools } from '@slipway/toolchain';
import { toCountLine } from './support/count-tests.ts';
import { runCounted } from './support/run-counted.ts';
import type { ScriptRun } from './support/run-script.ts';
import { runScript } from './support/run-script.ts';
import { workspaceRoot } from './support/workspace-root.ts';

/** What chart tests and helm-lint need. */
const TOOLS = [
  'helm',
  'helm-docs',
  'helm-unittest',
  'kubeconform',
  'kubernetes-schemas',
  'kube-score',
  'kube-linter',
  'checkov',
  'admission',
  'nca',
] as const;
/** What the services share is tested with a bound on the branches that no test reaches. */
const LIBRARIES = 'libs/*';
const RUNS = [
  ['-t', 'lint', 'typecheck', 'helm-lint'],
  // Before the tests of the charts, whose results it would be counted by.
  ['-t', 'coverage', '--projects', 'charts'],
  ['-t', 'test', '--exclude', LIBRARIES],
  ['-t', 'coverage', '--projects', LIBRARIES],
];

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
  const counts = { passed: 0, failed: 0 };
  for (const args of RUNS) {
    const { passed, failed } = await runCounted(['run-many', ...args], { signal, onLine: say });
    counts.passed += passed;
    counts.failed += failed;
  }
  return counts;
}
