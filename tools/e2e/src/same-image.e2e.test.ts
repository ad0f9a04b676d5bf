import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageRef } from '@slipway/contracts';
import { readImage } from './support/image-layers.ts';
import { runOk } from './support/run.ts';
import { createWorkspace, readJson, workspace } from './support/workspace.ts';

/** Secrets in the environment of whoever builds, under the names of the services' own settings and of others. */
const CANARY = `canary-${randomBytes(18).toString('hex')}`;
const SECRETS = Object.fromEntries(
  [
    ...['EXTERNAL_INTEGRATION_KEY', 'EXTERNAL_INTEGRATION_KEY_PRODUCTION', 'LOGS_API_KEY', 'SECRET_KEY', 'DB_PASSWORD'],
    ...['NPM_TOKEN', 'GITHUB_TOKEN'],
  ].map((name) => [name, CANARY]),
);

describe('an image of the same sources', () => {
  let other: string;

  beforeAll(async () => {
    other = join(await mkdtemp(join(tmpdir(), 'slipway-other-folder-')), 'deeper');
    await createWorkspace(workspace, other);
  });
  afterAll(() => rm(join(other, '..'), { recursive: true, force: true }));

  it.each(['backend-api', 'data-api', 'internal-service', 'health-check'])(
    '%s has the same digest when it is built in another folder under another umask, with secrets around',
    async (name) => {
      const build = ['-c', 'umask 077 && exec npx nx docker "$0" --skip-nx-cache', name];
      await runOk('npx', ['nx', 'docker', name], { cwd: workspace });
      await runOk('sh', build, { cwd: other, env: SECRETS });

      const here = await readJson<ImageRef>(`dist/images/${name}.json`);
      const there = JSON.parse(await readFile(join(other, `dist/images/${name}.json`), 'utf8')) as ImageRef;
      expect(there.digest).toBe(here.digest);
      expect(there.contentHash).toBe(here.contentHash);
      const { texts } = await readImage(other, name);
      expect(texts.filter(({ bytes }) => bytes.includes(CANARY)).map((text) => text.name)).toEqual([]);
    },
  );
});
