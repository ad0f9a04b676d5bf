import { join } from 'node:path';
import { createFilesClient, createHelmClient, createNcaClient } from '@slipway/clients';
import type { ReachabilityReport } from '@slipway/engine';
import { checkReachability, listEnvironments, readChartTree, readEnvironment, serviceChartsOf } from '@slipway/engine';
import { ensureTools } from '@slipway/toolchain';

/** Chart of the project that deploy/lint.yaml runs the check with. */
const UMBRELLA = 'deploy/charts/stack';

/** Which workspace, and what differs from its files. */
export interface ReachabilityOptions {
  /** Absolute; its charts and environments are looked at. */
  workspaceRoot: string;
  /** Environments. Default: all. */
  environments?: readonly string[];
  /** Relative to the workspace root. Default `deploy/reachability.yaml`. */
  matrix?: string;
}

/** Asks nca who reaches whom in the workspace's environments, and holds that against the matrix. */
export async function runReachability(options: ReachabilityOptions, signal?: AbortSignal): Promise<ReachabilityReport> {
  const { workspaceRoot, matrix } = options;
  const files = createFilesClient();
  const tools = await ensureTools(['helm', 'nca'], signal ? { signal } : {});
  const names = options.environments ?? (await listEnvironments({ workspaceRoot }, files));
  const umbrella = await readChartTree(join(workspaceRoot, UMBRELLA), { workspaceRoot, files });
  return checkReachability(
    {
      workspaceRoot,
      charts: serviceChartsOf(umbrella, workspaceRoot),
      environments: await Promise.all(names.map((name) => readEnvironment({ workspaceRoot, name }, files))),
      matrix,
    },
    {
      files,
      helm: createHelmClient({ program: () => tools.path('helm'), env: async () => tools.env }),
      analyzer: createNcaClient({ program: tools.path('nca'), env: tools.env }),
    },
    signal,
  );
}
