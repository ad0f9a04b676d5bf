import type * as CatalogPackage from '@slipway/catalog';
import type * as ClusterPackage from '@slipway/cluster';
import type { Clients, Environment, GitProposals, OnProgress } from '@slipway/contracts';
import type * as EnginePackage from '@slipway/engine';
import type * as ToolchainPackage from '@slipway/toolchain';
import type * as LintModule from './lint/lint-workspace.ts';

/** What a connection to an environment is made from. */
export interface ConnectRequest {
  workspaceRoot: string;
  environment: Environment;
  env: NodeJS.ProcessEnv;
  onProgress: OnProgress;
  signal?: AbortSignal | undefined;
}

/**
 * Everything outside this package that a command uses, loaded when it is used: `slipway --help` must
 * not wait for the Kubernetes client. Tests put their own here.
 */
export interface Dependencies {
  engine(): Promise<
    Pick<
      typeof EnginePackage,
      | 'deployReleases'
      | 'diffReleases'
      | 'lastResult'
      | 'listEnvironments'
      | 'lockReleases'
      | 'lockVerified'
      | 'nearestName'
      | 'openReleasePorts'
      | 'parseSavedPlan'
      | 'planReleases'
      | 'planToSave'
      | 'promoteReleases'
      | 'promotionMessage'
      | 'readEnvironment'
      | 'readLock'
      | 'releaseHistory'
      | 'releaseLogs'
      | 'releaseStatus'
      | 'rollbackReleases'
      | 'toFields'
      | 'undeployReleases'
    >
  >;
  cluster(): Promise<Pick<typeof ClusterPackage, 'clusterDown' | 'clusterStatus' | 'clusterUp' | 'kubeconfigPath'>>;
  toolchain(): Promise<
    Pick<typeof ToolchainPackage, 'cacheFolder' | 'ensureTools' | 'findTools' | 'listTools' | 'toolOf' | 'TOOL_NAMES'>
  >;
  lint(): Promise<Pick<typeof LintModule, 'lintWorkspace' | 'toSarifText'>>;
  catalog(): Promise<Pick<typeof CatalogPackage, 'listCatalogFiles' | 'readCatalog'>>;
  connect(request: ConnectRequest): Promise<Clients>;
  /** Changes of the workspace as commits on branches of their own. */
  proposals(workspaceRoot: string, env: NodeJS.ProcessEnv): Promise<GitProposals>;
  /** Names of the projects that differ from `base` (default: nx.json's). */
  affectedProjects(options: { workspaceRoot: string; base?: string; signal?: AbortSignal }): Promise<string[]>;
  /** Runs a program on this terminal and gives its exit code. */
  runOnTerminal(
    file: string,
    args: readonly string[],
    options: { env: NodeJS.ProcessEnv; cwd: string },
  ): Promise<number>;
}

/** The real things. */
export const dependencies: Dependencies = {
  engine: () => import('@slipway/engine'),
  cluster: () => import('@slipway/cluster'),
  toolchain: () => import('@slipway/toolchain'),
  lint: () => import('./lint/lint-workspace.ts'),
  catalog: () => import('@slipway/catalog'),
  connect: async (request) => (await import('./workspace/connect.ts')).connect(request),
  proposals: async (workspaceRoot, env) => (await import('@slipway/clients')).createGitProposals(workspaceRoot, env),
  affectedProjects: async (options) => (await import('./workspace/affected-projects.ts')).affectedProjects(options),
  runOnTerminal: async (file, args, options) =>
    (await import('./workspace/run-on-terminal.ts')).runOnTerminal(file, args, options),
};
