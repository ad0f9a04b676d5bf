import { resolve } from 'node:path';
import { lintWorkspace, toLintText, writeLintReport } from '@slipway/cli';
import type { OnProgress } from '@slipway/contracts';
import { createFilesClient } from '@slipway/clients';
import { listEnvironments } from '@slipway/engine';
import type { HelmLintSchema } from './schema.d.ts';

/** One call of the executor. */
export interface HelmLintRun {
  /** Absolute. */
  workspaceRoot: string;
  project: string;
  /** Name of the Nx configuration, if one was chosen. */
  configuration: string | undefined;
  options: HelmLintSchema;
}

/** What a run is given besides the request. */
export interface HelmLintSurroundings {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** Prints text of the result. */
  print: (text: string) => void;
  onProgress?: OnProgress;
}

/**
 * Lints, prints, and leaves `dist/lint/<project>.json` and `.sarif`; true when nothing is wrong. Throws what is no
 * fault of the chart.
 */
export async function runHelmLint(
  run: HelmLintRun,
  { env, signal, print, onProgress = () => undefined }: HelmLintSurroundings,
): Promise<boolean> {
  const { workspaceRoot, project, options } = run;
  const { chart, environmentsDir, strictCheckers, checks } = options;
  const report = await lintWorkspace(
    {
      workspaceRoot,
      charts: [{ project, chartDir: resolve(workspaceRoot, chart) }],
      environment: await chooseEnvironment(run),
      environmentsDir,
      checks,
      strictCheckers,
    },
    { env, signal, onProgress },
  );
  await writeLintReport(report, resolve(workspaceRoot, 'dist/lint'), project);
  print(options.json ? `${JSON.stringify(report, undefined, 2)}\n` : toLintText(report));
  return report.exitCode === 0;
}

/** The option, or a configuration that has the name of an environment. */
async function chooseEnvironment({ workspaceRoot, configuration, options }: HelmLintRun): Promise<string | undefined> {
  if (options.environment !== undefined || configuration === undefined) return options.environment;
  const { environmentsDir } = options;
  const place = { workspaceRoot, ...(environmentsDir === undefined ? {} : { environmentsDir }) };
  return (await listEnvironments(place, createFilesClient())).includes(configuration) ? configuration : undefined;
}
