import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
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
import { planEndToEnd } from './support/heavy-tier.ts';
import { runCounted } from './support/run-counted.ts';
import type { ScriptRun } from './support/run-script.ts';
import { runScript } from './support/run-script.ts';
import { workspaceRoot } from './support/workspace-root.ts';

/** Not needed by any test on the cluster; what the heavy tier needs it obtains itself. */
const UNUSED_TOOLS: readonly string[] = [
  'calico',
  'ansible',
  'wrk',
  'flask',
  'schemathesis',
  'kube-score',
  'kube-linter',
  'helm-unittest',
  'helm-docs',
  'checkov',
  'nca',
  'podinfo',
];

let wasCounted = false;
await runScript(async (run) => {
  const counts = await e2e(run);
  wasCounted = true;
  process.stdout.write(toCountLine(counts));
  return counts.failed === 0 ? 0 : 1;
});
if (!wasCounted) process.stdout.write(toCountLine({ passed: 0, failed: 1 }));

/** What was asked for: tests on a cluster, and the heavy tier after them. */
async function e2e(run: ScriptRun): Promise<Counts> {
  const files = readdirSync(join(workspaceRoot, 'tools', 'e2e', 'src')).filter((name) => name.endsWith('.e2e.test.ts'));
  const { jestArgs, heavy } = planEndToEnd(process.argv.slice(2), files);
  const total: Counts = { passed: 0, failed: 0 };
  const add = ({ passed, failed }: Counts) => {
    total.passed += passed;
    total.failed += failed;
  };
  if (jestArgs) add(await testOnCluster(run, jestArgs));
  for (const { args } of heavy) {
    run.progress.end();
    add(await runCounted(args, { signal: run.signal, onLine: run.say }));
  }
  return total;
}

/** Tests a copy of the workspace on a cluster of its own; a running cluster is not touched where that is possible. */
async function testOnCluster({ signal, progress, say }: ScriptRun, jestArgs: readonly string[]): Promise<Counts> {
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
    const inside = [process.execPath, join(import.meta.dirname, 'support', 'e2e-inside.ts'), ...jestArgs];
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
