import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canIsolate, isolationPrefix } from '@slipway/cluster';
import { runProcess } from '@slipway/clients';
// The script belongs to these tests; nothing else may import them.
// eslint-disable-next-line @nx/enforce-module-boundaries
import { createWorkspace } from '@slipway/e2e/src/support/workspace.ts';
import { withoutNxVariables } from '@slipway/cli';
import { SlipwayError } from '@slipway/contracts';
import { TOOL_NAMES, ensureTools } from '@slipway/toolchain';
import type { Counts } from './support/count-tests.ts';
import { readTestResults, toCountLine } from './support/count-tests.ts';
import type { ScriptRun } from './support/run-script.ts';
import { runScript } from './support/run-script.ts';
import { workspaceRoot } from './support/workspace-root.ts';

/** Not needed by any test of this tier. */
const UNUSED_TOOLS: readonly string[] = ['ansible', 'wrk', 'flask', 'schemathesis'];

let wasCounted = false;
await runScript(async (run) => {
  const counts = await e2e(run);
  wasCounted = true;
  process.stdout.write(toCountLine(counts));
  return counts.failed === 0 ? 0 : 1;
});
if (!wasCounted) process.stdout.write(toCountLine({ passed: 0, failed: 1 }));

/** Tests a copy of the workspace on a cluster of its own; a running cluster is not touched where that is possible. */
async function e2e({ signal, progress, say }: ScriptRun): Promise<Counts> {
  const tools = TOOL_NAMES.filter((name) => !UNUSED_TOOLS.includes(name));
  const toolset = await ensureTools(tools, { onProgress: progress.onProgress, signal });
  const isolation = { busybox: toolset.path('busybox') };
  const isIsolated = await canIsolate(isolation);
  if (!isIsolated)
    say('No private namespaces here: the tests use the ports of a local cluster, which must be stopped.');
  const home = mkdtempSync(join(tmpdir(), 'slipway-e2e-'));
  const workspace = join(home, 'workspace');
  const env = {
    ...withoutNxVariables(process.env),
    SLIPWAY_STATE_DIR: join(home, 'state'),
    SLIPWAY_E2E_WORKSPACE: workspace,
    SLIPWAY_CONTEXT: undefined,
    SLIPWAY_REGISTRY: undefined,
  };
  try {
    say(`Copying the workspace to ${workspace}`);
    await createWorkspace(workspaceRoot, workspace);
    // One process keeps the namespaces for cluster, tests and the end of both.
    const inside = [process.execPath, join(import.meta.dirname, 'support', 'e2e-inside.ts'), ...process.argv.slice(2)];
    const [program = '', ...args] = isIsolated ? [...isolationPrefix(isolation), ...inside] : inside;
    const { exitCode } = await runProcess(program, args, {
      cwd: workspace,
      env,
      signal,
      okCodes: Array.from({ length: 256 }, (_, code) => code),
      killAfterMs: 90_000, // The cluster is taken down on the way out.
      onLine: say,
    });
    const counts = readTestResults(workspaceRoot, 'e2e');
    if (counts) return exitCode === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
    throw new SlipwayError({
      code: 'EndToEndNotRun',
      message: `run the end-to-end tests: they ended with ${exitCode} before any result.`,
      hint: 'The reason is above.',
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
