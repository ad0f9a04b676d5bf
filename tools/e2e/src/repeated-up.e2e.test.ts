import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { revisionOf } from './support/cluster.ts';
import { runOk } from './support/run.ts';
import { workspace } from './support/workspace.ts';

const services = ['backend-api', 'data-api', 'health-check', 'internal-service'];

describe('npm run up, when everything is up', () => {
  it('builds nothing, pushes nothing and adds no revision', async () => {
    const before = await state();
    await runOk('npm', ['run', 'up'], { cwd: workspace });

    expect(await state()).toEqual(before);
  });
});

async function state(): Promise<unknown> {
  return Promise.all(
    services.map(async (name) => ({
      name,
      revision: await revisionOf(name),
      builtAt: (await stat(join(workspace, `dist/images/${name}/index.json`))).mtimeMs,
    })),
  );
}
