import { createHash } from 'node:crypto';
import type { FilesClient } from '@slipway/contracts';

/** A file system in memory. `files`: texts by absolute path; may be looked at and changed by the test. */
export function createFakeFiles(files: Record<string, string> = {}): FilesClient & { files: Record<string, string> } {
  let made = 0;
  const below = (dir: string) => Object.keys(files).filter((path) => path.startsWith(`${dir}/`));
  const remove = (path: string) => {
    for (const name of [path, ...below(path)]) delete files[name];
  };
  const copy = (from: string, to: string) => {
    for (const path of below(from)) files[`${to}${path.slice(from.length)}`] = files[path] ?? '';
  };
  return {
    files,
    readText: (path) => Promise.resolve(files[path]),
    writeText: (path, text) => Promise.resolve(void (files[path] = text)),
    list: (dir) =>
      Promise.resolve([...new Set(below(dir).map((path) => path.slice(dir.length + 1).split('/')[0] ?? ''))].sort()),
    exists: (path) => Promise.resolve(path in files || below(path).length > 0),
    hashTree: (dir) =>
      Promise.resolve(
        below(dir)
          .sort()
          .map((path) => ({
            path: path.slice(dir.length + 1),
            sha256: createHash('sha256').update(files[path] ?? '').digest('hex'), // prettier-ignore
          })),
      ),
    copyTree: (from, to) => Promise.resolve(copy(from, to)),
    async moveDir(from, to) {
      const isFree = below(to).length === 0;
      if (isFree) copy(from, to);
      remove(from);
      return Promise.resolve(isFree);
    },
    remove: (path) => Promise.resolve(remove(path)),
    makeTempDir: (path) => Promise.resolve(`${path}.${(made += 1)}`),
  };
}
