import type { Clients, Environment } from '@slipway/contracts';
import type { LockRequest } from '@slipway/engine';
import type { CommandContext } from '../command-context.ts';
import type { ProgressPrinter } from '../printers/progress-printer.ts';
import { createProgressPrinter } from '../printers/progress-printer.ts';
import { findWorkspaceRoot } from '../workspace/find-workspace-root.ts';
import { readPluginOptions } from '../workspace/read-plugin-options.ts';

/** What a command on locks is told about the workspace and its clusters. */
export interface LockOptions {
  projects?: string[];
  context?: string;
  registry?: string;
  json?: boolean;
}

/** All that a command on locks needs. */
export interface OpenLocks {
  request: Omit<LockRequest, 'environment'>;
  /** An environment by its name; `overrides` of context and registry are for the one whose cluster is asked. */
  environment: (name: string, isAsked: boolean) => Promise<Environment>;
  connect: (environment: Environment) => Promise<Clients>;
  progress: ProgressPrinter;
}

/** Reads the workspace; connects to nothing yet. */
export async function openLocks(
  { deps, env, cwd, signal, streams }: CommandContext,
  options: LockOptions,
): Promise<OpenLocks> {
  const workspaceRoot = findWorkspaceRoot(cwd);
  const pluginOptions = readPluginOptions(workspaceRoot);
  const { environmentsDir } = pluginOptions;
  const [engine, { listCatalogFiles, readCatalog }, { createFilesClient }] = await Promise.all([
    deps.engine(),
    deps.catalog(),
    import('@slipway/clients'),
  ]);
  const catalog = await readCatalog(workspaceRoot, listCatalogFiles(workspaceRoot), pluginOptions);
  const progress = createProgressPrinter({ stream: streams.stderr });
  const where = { workspaceRoot, ...(environmentsDir === undefined ? {} : { environmentsDir }) };
  return {
    request: {
      ...where,
      projects: catalog.charts.flatMap(({ project, dir }) =>
        project ? [{ project: project.name, chartDir: dir }] : [],
      ),
      knownProjects: catalog.projects.map(({ name }) => name),
      ...(options.projects ? { select: options.projects } : {}),
    },
    environment: (name, isAsked) =>
      engine.readEnvironment(
        {
          ...where,
          name,
          ...(isAsked ? { env } : {}),
          ...(isAsked && options.context !== undefined ? { context: options.context } : {}),
          ...(isAsked && options.registry !== undefined ? { registry: options.registry } : {}),
        },
        createFilesClient(),
      ),
    connect: (environment) => deps.connect({ workspaceRoot, environment, env, signal, onProgress: progress.onProgress }), // prettier-ignore
    progress,
  };
}
