import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canIsolate, isolationPrefix } from '@slipway/cluster';
import { runProcess } from '@slipway/clients';
// The scripts belong to these tests; nothing else may import them.
// eslint-disable-next-line @nx/enforce-module-boundaries
import { createWorkspace } from '@slipway/e2e/src/support/workspace.ts';
import { withoutNxVariables } from '@slipway/cli';
import { SlipwayError } from '@slipway/contracts';
import type { ToolName } from '@slipway/toolchain';
import { TOOL_NAMES, ensureTools } from '@slipway/toolchain';
import type { Counts } from './count-tests.ts';
import { readTestResults } from './count-tests.ts';
import type { ScriptRun } from './run-script.ts';
import { workspaceRoot } from './workspace-root.ts';

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
  'admission',
];

/** Which tests are run on the cluster. */
export interface ClusterTests {
  /** The name under which jest leaves their results. */
  project: string;
  /** jest's configuration, a file of tools/e2e. */
  config: string;
  jestArgs: readonly string[];
  /** Tools the cluster needs beside those of every cluster. */
  tools?: readonly ToolName[];
  /** Changes the copy of the workspace before the cluster comes up. */
  prepare?: (workspace: string) => Promise<void>;
}

/**
 * Tests a copy of the workspace on a cluster of its own; a running cluster is not touched where that is
 * possible. Answers how many passed and failed; throws `EndToEndNotRun` when it did not come to that.
 */
export async function testOnCluster(
  { signal, progress, say }: ScriptRun,
  { project, config, jestArgs, tools: more = [], prepare }: ClusterTests,
): Promise<Counts> {
  const tools = [...TOOL_NAMES.filter((name) => !UNUSED_TOOLS.includes(name)), ...more];
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
    await prepare?.(workspace);
    // One process keeps the namespaces for cluster, tests and the end of both.
    const inside = [process.execPath, join(import.meta.dirname, 'e2e-inside.ts'), project, config, ...jestArgs];
    const [program = '', ...args] = isIsolated ? [...isolationPrefix(isolation), ...inside] : inside;
    const { exitCode } = await runProcess(program, args, {
      cwd: workspace,
      env,
      signal,
      okCodes: Array.from({ length: 256 }, (_, code) => code),
      killAfterMs: 90_000, // The cluster is taken down on the way out.
      onLine: say,
    });
    const counts = readTestResults(workspaceRoot, project);
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
