import type { ExecutorContext } from '@nx/devkit';
import { durationToMs } from '@slipway/cli/src/duration-to-ms.ts';
import type { ChartProject } from '@slipway/engine';
import type { ReleaseSchema } from './release-schema.d.ts';

/** What one task on one release is about, with every default filled in. */
export interface ReleaseTask {
  workspaceRoot: string;
  project: string;
  environment: string;
  projects: ChartProject[];
  knownProjects: string[];
  environmentsDir?: string;
  context?: string;
  registry?: string;
  patienceMs?: number;
}

const DEFAULT_ENVIRONMENT = 'local';
const LINT_EXECUTOR = '@slipway/nx:helm-lint';

/** Reads options and project graph. Pure. Throws a plain error for a wrong `patience`. */
export function toReleaseTask(options: ReleaseSchema, context: ExecutorContext): ReleaseTask {
  const project = context.projectName ?? '';
  const { environmentsDir, registry } = options;
  const all = context.projectsConfigurations.projects;
  const charts = Object.entries(all).flatMap(([name, { targets = {} }]) => {
    // By the executor: the target may have another name.
    const lint = Object.values(targets).find(({ executor }) => executor === LINT_EXECUTOR);
    const chartDir: unknown = lint?.options?.chart;
    return typeof chartDir === 'string' ? [{ project: name, chartDir }] : [];
  });
  const own = options.chart === undefined ? [] : [{ project, chartDir: options.chart }];
  return {
    workspaceRoot: context.root,
    project,
    environment: options.environment ?? context.configurationName ?? DEFAULT_ENVIRONMENT,
    projects: [...charts.filter((chart) => own.length === 0 || chart.project !== project), ...own],
    knownProjects: Object.keys(all),
    ...(environmentsDir === undefined ? {} : { environmentsDir }),
    ...(options.context === undefined ? {} : { context: options.context }),
    ...(registry === undefined ? {} : { registry }),
    ...(options.patience === undefined ? {} : { patienceMs: parsePatience(options.patience) }),
  };
}

function parsePatience(text: string): number {
  const ms = durationToMs(text);
  if (ms === undefined) throw new Error(`read option patience: "${text}" is no duration such as 30s or 2m.`);
  return ms;
}
