import { basename, join } from 'node:path';
import type { Clients } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import type { DeployOptions, ReleaseRequest } from '@slipway/engine';
import type { Catalog } from '@slipway/catalog';
import type { CommandContext } from '../command-context.ts';
import type { ProgressPrinter } from '../printers/progress-printer.ts';
import { createProgressPrinter } from '../printers/progress-printer.ts';
import { findWorkspaceRoot } from '../workspace/find-workspace-root.ts';
import { readPluginOptions } from '../workspace/read-plugin-options.ts';
import { givenApproval } from './given-approval.ts';
import type { ReleaseOptions } from './release-options.ts';

/** What is known of the workspace's charts by the text of their Chart.yaml, beside the engine's kept renders. */
const CHART_FACTS = '.slipway/chart-facts.json';

/** All that a command on releases needs. */
export interface OpenEnvironment {
  request: ReleaseRequest;
  clients: Clients;
  options: DeployOptions;
  progress: ProgressPrinter;
}

/**
 * Reads workspace and environment, resolves the selection and connects. Returns undefined when nothing
 * is selected because nothing is affected. Throws with exit 64 for wrong use.
 */
export async function openEnvironment(
  { args, deps, env, cwd, signal, streams }: CommandContext,
  options: ReleaseOptions,
): Promise<OpenEnvironment | undefined> {
  if (options.base !== undefined && !options.affected) throw wrongUse('--base needs --affected.');
  const workspaceRoot = findWorkspaceRoot(cwd);
  const pluginOptions = readPluginOptions(workspaceRoot);
  const { environmentsDir } = pluginOptions;
  const engine = await deps.engine();
  const { createFilesClient } = await import('@slipway/clients');
  const environment = await engine.readEnvironment(
    {
      workspaceRoot,
      name: options.env,
      env,
      ...(options.context === undefined ? {} : { context: options.context }),
      ...(options.registry === undefined ? {} : { registry: options.registry }),
      ...(environmentsDir === undefined ? {} : { environmentsDir }),
    },
    createFilesClient(),
  );
  const { listCatalogFiles, readCatalog } = await deps.catalog();
  const catalog = await readCatalog(
    workspaceRoot,
    listCatalogFiles(workspaceRoot),
    pluginOptions,
    join(workspaceRoot, CHART_FACTS),
  );
  refuseOrphans(options.projects ?? [], catalog);
  const select = options.affected
    ? onlyReleasable(
        await deps.affectedProjects({ workspaceRoot, signal, ...(options.base ? { base: options.base } : {}) }),
        catalog,
      )
    : options.projects;
  if (select?.length === 0) return undefined;
  const progress = createProgressPrinter({ stream: streams.stderr });
  return {
    request: {
      workspaceRoot,
      environment,
      projects: catalog.charts.flatMap(({ project, dir }) =>
        project ? [{ project: project.name, chartDir: dir }] : [],
      ),
      knownProjects: catalog.projects.map(({ name }) => name),
      ...(select ? { select } : {}),
      ...(environmentsDir === undefined ? {} : { environmentsDir }),
    },
    clients: await deps.connect({ workspaceRoot, environment, env, signal, onProgress: progress.onProgress }),
    options: {
      signal,
      ...(options.parallel === undefined ? {} : { parallel: options.parallel }),
      approval: givenApproval(options, { args, env }),
      ...(options.patience === undefined ? {} : { patienceMs: options.patience }),
      ...(options.atomic === undefined ? {} : { atomic: options.atomic }),
    },
    progress,
  };
}

function onlyReleasable(names: readonly string[], { charts }: Catalog): string[] {
  return names.filter((name) =>
    charts.some(({ project, facts }) => project?.name === name && !facts.isLibrary && facts.isDefault),
  );
}

/** A chart that no project owns has a name people try; the engine would only say "no such project". */
function refuseOrphans(names: readonly string[], { charts, projects }: Catalog): void {
  for (const name of names) {
    const orphan = charts.find(({ dir, project }) => !project && basename(dir) === name);
    if (!orphan || projects.some((project) => project.name === name)) continue;
    throw new SlipwayError({
      code: 'ChartWithoutProject',
      message: `choose the releases: chart ${orphan.dir} belongs to no project.`,
      hint: `Create a project named "${name}" (for example apps/${name}/project.json), or put a project.json beside the chart.`,
      exitCode: ExitCodes.usage,
    });
  }
}

function wrongUse(message: string): SlipwayError {
  return new SlipwayError({ code: 'WrongUse', message: `read the arguments: ${message}`, exitCode: ExitCodes.usage });
}
