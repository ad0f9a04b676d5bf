import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The shipped bundle of a service, as `nx build` left it. Throws when it is not there. */
export function serviceBundle(workspace: string, project: string): string {
  const main = join(workspace, 'dist', 'apps', project, 'main.js');
  if (!existsSync(main))
    throw new Error(`find the bundle of ${project}: there is no ${main}. Run "npx nx build ${project}".`);
  return main;
}
