import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { slipway, workspace } from './workspace.ts';

/** Takes projects out of the workspace again, their releases in `local` too: what is left over would be part of `--all`. */
export async function removeProjects(...names: string[]): Promise<void> {
  await slipway(['undeploy', '--projects', names.join(',')]);
  const environments = await readdir(join(workspace, 'deploy/environments'));
  const made = names.flatMap((name) => [
    `apps/${name}`,
    `deploy/charts/${name}`,
    ...environments.map((environment) => `deploy/environments/${environment}/${name}.yaml`),
  ]);
  for (const path of made) await rm(join(workspace, path), { recursive: true, force: true });
}
