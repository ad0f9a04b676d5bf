import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where buildah keeps what it needs, apart from any buildah or podman of the machine. */
export interface BuildahSettings {
  /** Environment that makes buildah use it. */
  env: NodeJS.ProcessEnv;
  /** Signature policy; only images that were handed over are ever read. */
  policy: string;
}

/** Writes the settings below `folder` (absolute) unless they are there. */
export async function writeBuildahSettings(folder: string, driver: 'overlay' | 'vfs'): Promise<BuildahSettings> {
  const files = {
    'storage.conf': [
      '[storage]',
      `driver = ${JSON.stringify(driver)}`,
      `runroot = ${JSON.stringify(join(folder, driver, 'run'))}`,
      `graphroot = ${JSON.stringify(join(folder, driver, 'storage'))}`,
      '',
    ].join('\n'),
    'registries.conf': 'unqualified-search-registries = []\n',
    'containers.conf': '',
    'policy.json': '{"default":[{"type":"insecureAcceptAnything"}]}\n',
  };
  const conf = join(folder, driver, 'conf');
  await mkdir(conf, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeIfOther(join(conf, name), text);
  const temporary = join(folder, driver, 'tmp');
  await mkdir(temporary, { recursive: true });
  return {
    env: {
      CONTAINERS_STORAGE_CONF: join(conf, 'storage.conf'),
      CONTAINERS_REGISTRIES_CONF: join(conf, 'registries.conf'),
      CONTAINERS_CONF: join(conf, 'containers.conf'),
      BUILDAH_ISOLATION: 'chroot',
      TMPDIR: temporary,
    },
    policy: join(conf, 'policy.json'),
  };
}

async function writeIfOther(path: string, text: string): Promise<void> {
  const known = await readFile(path, 'utf8').catch(() => undefined);
  if (known === text) return;
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}
