import { globSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { slipway, workspace } from './workspace.ts';

/** Takes projects out of the workspace again, their releases in `local` too: what is left over would be part of `--all`. */
export async function removeProjects(...names: string[]): Promise<void> {
  await slipway(['undeploy', '--projects', names.join(',')]);
  const made = names.flatMap((name) => [
    `apps/${name}`,
    `deploy/charts/${name}`,
    ...globSync(`deploy/environments/*/${name}.yaml`, { cwd: workspace }),
  ]);
  for (const path of made) await rm(join(workspace, path), { recursive: true, force: true });
}
