import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canIsolate, isolationPrefix } from '@slipway/cluster';
import { runProcess } from '@slipway/clients';
// The scripts belong to these tests; nothing else may import them.
// eslint-disable-next-line @nx/enforce-module-boundaries
import { createWorkspace } from '@slipway/e2e/src/support/workspace.ts';
import { withoutNxVariables } from '@slipway/cli';
import type { ToolName } from '@slipway/toolchain';
import { TOOL_NAMES, ensureTools } from '@slipway/toolchain';
import type { ScriptRun } from './run-script.ts';
import { workspaceRoot } from './workspace-root.ts';

/** Needed by nothing that runs on such a cluster; what needs one of them obtains it itself. */
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
  'helmfile',
  'checkov',
  'nca',
  'podinfo',
  'admission',
];

/** What is run on a cluster of its own. */
export interface OwnCluster {
  /** Program and arguments; the working directory is the workspace of this script, not the copy. */
  command: readonly string[];
  /** Tools the cluster needs beside those of every cluster. */
  tools?: readonly ToolName[];
  /** Changes the copy of the workspace before the cluster comes up. */
  prepare?: ((workspace: string) => Promise<void>) | undefined;
  /** What is beside the cluster, for a machine without private namespaces: `the tests`. */
  what: string;
}

/**
 * Runs a command beside a cluster with everything up from a copy of the workspace, and takes all of it away again; a
 * running cluster is not touched where that is possible. The command finds the copy in `SLIPWAY_E2E_WORKSPACE` and the
 * cluster in `SLIPWAY_E2E_KUBECONFIG`. Gives its exit code.
 */
export async function onOwnCluster(
  { signal, progress, say }: ScriptRun,
  { command, tools: more = [], prepare, what }: OwnCluster,
): Promise<number> {
  const tools = [...TOOL_NAMES.filter((name) => !UNUSED_TOOLS.includes(name)), ...more];
  const toolset = await ensureTools(tools, { onProgress: progress.onProgress, signal });
  const isolation = { busybox: toolset.path('busybox') };
  const isIsolated = await canIsolate(isolation);
  if (!isIsolated) say(`No private namespaces here: ${what} use the ports of a local cluster, which must be stopped.`);
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
    // One process keeps the namespaces for cluster, command and the end of both.
    const inside = [process.execPath, join(import.meta.dirname, 'inside-own-cluster.ts'), ...command];
    const [program = '', ...args] = isIsolated ? [...isolationPrefix(isolation), ...inside] : inside;
    const { exitCode } = await runProcess(program, args, {
      cwd: workspace,
      env,
      signal,
      okCodes: Array.from({ length: 256 }, (_, code) => code),
      killAfterMs: 90_000, // The cluster is taken down on the way out.
      onLine: say,
    });
    return exitCode;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
