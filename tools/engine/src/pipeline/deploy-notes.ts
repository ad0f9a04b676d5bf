import { join } from 'node:path';
import type { DeployNote, DeployResult, FilesClient, Plan } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';

/** Where `helm-install` leaves word for `deploy`: `dist/deploys/<environment>/<project>.json`. */
export function deployNotePath(workspaceRoot: string, environment: string, project: string): string {
  return join(workspaceRoot, 'dist', 'deploys', environment, `${project.replaceAll('/', '__')}.json`);
}

/** Writes one note for each release of a result. `at` is milliseconds since the epoch. */
export async function writeDeployNotes(
  workspaceRoot: string,
  plan: Plan,
  result: DeployResult,
  { files, at }: { files: FilesClient; at: number },
): Promise<void> {
  for (const verdict of result.releases) {
    const note: DeployNote = {
      schema: 'slipway.deploy/v1',
      environment: result.environment,
      planHash: result.planHash,
      ...(result.approval ? { approval: result.approval } : {}),
      specHash: plan.releases.find(({ name }) => name === verdict.name)?.specHash ?? '',
      at: new Date(at).toISOString(),
      verdict,
    };
    const path = deployNotePath(workspaceRoot, result.environment, verdict.project);
    await files.writeText(path, `${JSON.stringify(note, null, 2)}\n`);
  }
}

/** The note of one project. Throws `DeployNoteMissing`. */
export async function readDeployNote(
  workspaceRoot: string,
  environment: string,
  project: string,
  files: FilesClient,
): Promise<DeployNote> {
  const path = deployNotePath(workspaceRoot, environment, project);
  const text = await files.readText(path);
  if (text) return JSON.parse(text) as DeployNote;
  throw new SlipwayError({
    code: 'DeployNoteMissing',
    message: `read the result of helm-install for ${project} in ${environment}: ${path} is not there.`,
    hint: `Run "nx run ${project}:helm-install:${environment}" first.`,
  });
}
