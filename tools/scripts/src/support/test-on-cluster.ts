import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import type { ToolName } from '@slipway/toolchain';
import type { Counts } from './count-tests.ts';
import { readTestResults } from './count-tests.ts';
import { onOwnCluster } from './on-own-cluster.ts';
import type { ScriptRun } from './run-script.ts';
import { workspaceRoot } from './workspace-root.ts';

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
 * Tests a copy of the workspace on a cluster of its own. Answers how many passed and failed; throws `EndToEndNotRun`
 * when it did not come to that.
 */
export async function testOnCluster(
  run: ScriptRun,
  { project, config, jestArgs, tools = [], prepare }: ClusterTests,
): Promise<Counts> {
  rmSync(join(workspaceRoot, 'dist', 'test-results', `${project}.json`), { force: true });
  const jest = join(workspaceRoot, 'node_modules', 'jest', 'bin', 'jest.js');
  const options = ['--config', join(workspaceRoot, 'tools', 'e2e', config), '--runInBand', ...jestArgs];
  const command = [process.execPath, jest, ...options];
  const exitCode = await onOwnCluster(run, { what: 'the tests', command, tools, prepare });
  const counts = readTestResults(workspaceRoot, project);
  if (counts) return exitCode === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  throw new SlipwayError({
    code: 'EndToEndNotRun',
    message: `run the end-to-end tests: they ended with ${exitCode} before any result.`,
    hint: 'The reason is above.',
  });
}
