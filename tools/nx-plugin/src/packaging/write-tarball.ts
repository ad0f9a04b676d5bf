import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { TarInput } from '@slipway/clients/src/image/tar/write-tar.ts';
import { writeTar } from '@slipway/clients/src/image/tar/write-tar.ts';

/** Programs of the package; all other files can only be read. */
const EXECUTABLE = /^bin\//;

/** Paths of all files below a folder, relative to it, with `/`, sorted. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return files.map((path) => path.slice(folder.length + 1).replaceAll('\\', '/')).sort();
}

/** Packs a package folder as package managers take it: below `package/`. The same files give the same bytes. */
export async function writeTarball(folder: string, path: string): Promise<void> {
  const inputs: TarInput[] = [];
  for (const file of await listFiles(folder)) {
    const content = await readFile(join(folder, file));
    inputs.push({
      entry: {
        path: `package/${file}`,
        kind: 'file',
        mode: EXECUTABLE.test(file) ? 0o755 : 0o644,
        uid: 0,
        gid: 0,
        linkTarget: '',
        device: [0, 0],
        xattrs: {},
        offset: 0,
        size: content.length,
      },
      content,
    });
  }
  await mkdir(dirname(path), { recursive: true });
  const packed = await promisify(gzip)(writeTar(inputs), { level: 9 });
  await writeFile(`${path}.part`, packed);
  await rename(`${path}.part`, path);
}
