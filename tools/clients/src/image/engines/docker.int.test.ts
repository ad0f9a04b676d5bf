import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDocker } from './docker.ts';

describe('createDocker', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'slipway-docker-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const fakeDocker = async (script: string) => {
    const path = join(folder, 'docker');
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return createDocker({ path, env: process.env });
  };

  it('is usable with an engine that answers and buildx', async () => {
    const docker = await fakeDocker('echo 29.0.1');
    expect(await docker.check()).toEqual({ isUsable: true, version: '29.0.1' });
  });

  it('is refused without buildx, with the fix', async () => {
    const docker = await fakeDocker('if [ "$1" = buildx ]; then exit 1; fi; echo 29.0.1');
    expect(await docker.check()).toEqual({
      isUsable: false,
      reason: 'docker has no buildx, and without it images are not reproducible',
      fix: 'Install the plugin (package docker-buildx-plugin or docker-buildx), or choose another engine.',
    });
  });

  it('is refused when no engine answers', async () => {
    const docker = await fakeDocker('exit 1');
    expect(await docker.check()).toMatchObject({ isUsable: false, reason: 'no Docker engine answers' });
  });

  it('is refused when it is not there', async () => {
    expect(await createDocker(undefined).check()).toMatchObject({ isUsable: false, reason: 'docker is not on PATH' });
  });
});
