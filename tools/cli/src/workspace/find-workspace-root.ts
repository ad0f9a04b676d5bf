import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ExitCodes, SlipwayError } from '@slipway/contracts';

/** The nearest folder from `cwd` upwards that has an nx.json. Throws `NoWorkspace` (exit 64). */
export function findWorkspaceRoot(cwd: string): string {
  for (let dir = resolve(cwd); ; dir = dirname(dir)) {
    if (existsSync(join(dir, 'nx.json'))) return dir;
    if (dir === dirname(dir)) break;
  }
  throw new SlipwayError({
    code: 'NoWorkspace',
    message: `find the workspace: neither ${resolve(cwd)} nor a folder above it has an nx.json.`,
    hint: 'Run the command inside an Nx workspace.',
    exitCode: ExitCodes.usage,
  });
}
