import { createFilesClient, createHelmClient, createNcaClient } from '@slipway/clients';
import type { ReachabilityReport } from '@slipway/engine';
import { checkReachability, listEnvironments, readEnvironment } from '@slipway/engine';
import { ensureTools } from '@slipway/toolchain';
import { serviceCharts } from './service-charts.ts';

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
  return checkReachability(
    {
      workspaceRoot,
      charts: serviceCharts(workspaceRoot),
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
