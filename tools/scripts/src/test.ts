import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureTools } from '@slipway/toolchain';
import { toCountLine } from './support/count-tests.ts';
import { runCounted } from './support/run-counted.ts';
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
  return runCounted(['run-many', '-t', ...TARGETS], { signal, onLine: say });
}
