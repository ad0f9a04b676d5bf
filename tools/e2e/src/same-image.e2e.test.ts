import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageRef } from '@slipway/contracts';
import { runOk } from './support/run.ts';
import { createWorkspace, readJson, workspace } from './support/workspace.ts';

describe('an image of the same sources', () => {
  let other: string;

  beforeAll(async () => {
    other = join(await mkdtemp(join(tmpdir(), 'slipway-other-folder-')), 'deeper');
    await createWorkspace(workspace, other);
  });
  afterAll(() => rm(join(other, '..'), { recursive: true, force: true }));

  it.each(['backend-api', 'data-api', 'internal-service', 'health-check'])(
    '%s has the same digest when it is built in another folder under another umask',
    async (name) => {
      const build = ['-c', 'umask 077 && exec npx nx docker "$0" --skip-nx-cache', name];
      await runOk('npx', ['nx', 'docker', name], { cwd: workspace });
      await runOk('sh', build, { cwd: other });

      const here = await readJson<ImageRef>(`dist/images/${name}.json`);
      const there = JSON.parse(await readFile(join(other, `dist/images/${name}.json`), 'utf8')) as ImageRef;
      expect(there.digest).toBe(here.digest);
      expect(there.contentHash).toBe(here.contentHash);
    },
  );
});
