import { join } from 'node:path';
import { createFilesClient } from '@slipway/clients';
import type { Environment, LintReport, OnProgress } from '@slipway/contracts';
import type { LintRequest } from '@slipway/engine';
import { lintCharts, listEnvironments, readEnvironment, readLintPolicy, toSarif } from '@slipway/engine';
import { createLintClients } from './create-lint-clients.ts';

/** Which checks run: all that the policy asks for, or those of what a release would break on. */
export type LintChecks = 'all' | 'release';

/** Charts of a workspace to lint, and how. */
export interface LintWorkspaceRequest {
  /** Absolute. */
  workspaceRoot: string;
  /** `chartDir`: absolute. */
  charts: LintRequest['charts'];
  /** The one environment to render for; default: all, the charts' defaults and their `ci` values. */
  environment?: string | undefined;
  environmentsDir?: string | undefined;
  /** `release`: only what a release would break on, whatever the policy asks for. Default `all`. */
  checks?: LintChecks | undefined;
  /** Whether these are all charts of the workspace. */
  isEveryChart?: boolean | undefined;
  /** Whether a checker that cannot be had fails the lint. */
  strictCheckers?: boolean | undefined;
}

/** What a lint is given besides the request. */
export interface LintSurroundings {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  onProgress: OnProgress;
}

/** Lints charts as the workspace's policy says. The same for the Nx target and for `slipway lint`. */
export async function lintWorkspace(
  request: LintWorkspaceRequest,
  { env, signal, onProgress }: LintSurroundings,
): Promise<LintReport> {
  const { workspaceRoot, charts, environmentsDir, environment } = request;
  const files = createFilesClient();
  const policy = request.checks === 'release' ? undefined : await readLintPolicy(workspaceRoot, files);
  const environments = await readEnvironments(request, files);
  const isReachabilityHere = charts.some(({ project }) => project === policy?.reachability?.project);
  const surroundings = { workspaceRoot, policy, isReachabilityHere, env, signal, onProgress };
  const { clients, unavailable } = await createLintClients(surroundings);
  return lintCharts(
    {
      workspaceRoot,
      charts,
      environments,
      environmentsDir,
      policy,
      unavailable,
      onlyEnvironments: environment !== undefined,
      strictCheckers: request.strictCheckers ?? isOn(env['SLIPWAY_STRICT_CHECKERS']),
      isComplete: request.isEveryChart === true && environment === undefined,
    },
    clients,
    signal,
  );
}

/** Writes `<dir>/<project>.json` and `.sarif`. `dir`: absolute. */
export async function writeLintReport(report: LintReport, dir: string, project: string): Promise<void> {
  const files = createFilesClient();
  const path = join(dir, project.replaceAll('/', '__'));
  await files.writeText(`${path}.json`, `${JSON.stringify(report, null, 2)}\n`);
  await files.writeText(`${path}.sarif`, toSarifText(report));
}

/** The findings as a SARIF file. */
export function toSarifText(report: LintReport): string {
  return `${JSON.stringify(toSarif(report), null, 2)}\n`;
}

async function readEnvironments(
  { workspaceRoot, environment, environmentsDir }: LintWorkspaceRequest,
  files: ReturnType<typeof createFilesClient>,
): Promise<Environment[]> {
  const place = { workspaceRoot, ...(environmentsDir === undefined ? {} : { environmentsDir }) };
  const names = environment === undefined ? await listEnvironments(place, files) : [environment];
  return Promise.all(names.map((name) => readEnvironment({ ...place, name }, files)));
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value);
}
