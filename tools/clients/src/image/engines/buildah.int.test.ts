import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBuildah } from './buildah.ts';

describe('createBuildah', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'slipway-buildah-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const fakeBuildah = async (script: string, env: NodeJS.ProcessEnv = {}) => {
    const path = join(folder, 'buildah');
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return createBuildah({
      stateDir: join(folder, 'state'),
      program: async () => ({ path, env: { PATH: process.env['PATH'], ...env } }),
    });
  };

  it('says which version can be used', async () => {
    const buildah = await fakeBuildah('echo "buildah version 1.28.2 (image-spec 1.1.0)"');
    expect(await buildah.check()).toEqual({ isUsable: true, version: '1.28.2' });
  });

  it('tells the last line of what failed, and the fix', async () => {
    const buildah = await fakeBuildah('echo noise >&2; echo "no user namespaces here" >&2; exit 1');
    expect(await buildah.check()).toEqual({
      isUsable: false,
      reason: 'no user namespaces here',
      fix: expect.stringContaining('/etc/subuid'),
    });
  });

  it('falls back to vfs where overlay cannot be used', async () => {
    const buildah = await fakeBuildah(
      'cat "$CONTAINERS_STORAGE_CONF" >> "$SEEN"; ! grep -q overlay "$CONTAINERS_STORAGE_CONF"',
      {
        SEEN: join(folder, 'seen'),
      },
    );
    expect((await buildah.check()).isUsable).toBe(true);
    expect((await readFile(join(folder, 'seen'), 'utf8')).match(/driver = "\w+"/g)).toEqual([
      'driver = "overlay"',
      'driver = "vfs"',
      'driver = "vfs"',
    ]);
  });

  it('keeps storage of its own and lets no login file in', async () => {
    const buildah = await fakeBuildah('env > "$SEEN"', { SEEN: join(folder, 'seen'), DOCKER_CONFIG: '/nowhere' });
    await buildah.check();
    const seen = await readFile(join(folder, 'seen'), 'utf8');
    expect(seen).toContain(`CONTAINERS_STORAGE_CONF=${join(folder, 'state')}`);
    expect(seen).toContain('BUILDAH_ISOLATION=chroot');
    expect(seen).not.toContain('DOCKER_CONFIG');
  });

  it('is refused when the program cannot be obtained', async () => {
    const program = () => Promise.reject(new Error('apt refused'));
    const buildah = createBuildah({ stateDir: join(folder, 'state'), program });
    expect(await buildah.check()).toMatchObject({ isUsable: false, reason: 'apt refused' });
  });
});
