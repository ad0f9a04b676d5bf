import type { DeployResult, Verdict } from '@slipway/contracts';
import { slipway } from './workspace.ts';

/** How a deploy of several projects ended. */
export interface ProjectsResult {
  exitCode: number;
  verdicts: Map<string, Verdict>;
  /** For a message when it is not as expected. */
  stderr: string;
}

/** `slipway deploy --json` of projects beside each other. */
export async function deployProjects(
  environment: string,
  projects: readonly string[],
  parallel: number,
  env: Record<string, string> = {},
): Promise<ProjectsResult> {
  const { stdout, stderr, exitCode } = await slipway(deployArguments(environment, projects, parallel, '--json'), { env }); // prettier-ignore
  if (stdout.trim() === '') throw new Error(`deploy ${projects.join(',')}: no result document\n${stderr}`);
  const { releases = [] } = JSON.parse(stdout) as Partial<DeployResult>;
  if (releases.length === 0) throw new Error(`deploy ${projects.join(',')}: ${stdout}\n${stderr}`);
  return { exitCode, verdicts: new Map(releases.map((verdict) => [verdict.name, verdict])), stderr };
}

/** The same for people: what stands on stdout. */
export async function deployText(
  environment: string,
  projects: readonly string[],
  parallel: number,
): Promise<{ exitCode: number; stdout: string }> {
  return slipway(deployArguments(environment, projects, parallel));
}

function deployArguments(environment: string, projects: readonly string[], parallel: number, ...more: string[]) {
  // Each is judged by itself: none goes back for another one's fault.
  return [
    'deploy',
    '--no-atomic',
    '--env',
    environment,
    '--projects',
    projects.join(','),
    '--parallel',
    String(parallel),
    ...more,
  ];
}
