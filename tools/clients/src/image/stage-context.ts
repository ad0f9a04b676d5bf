import { chmod, lutimes, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import type { StagedFile } from './content-hash.ts';
import { sha256 } from './layout/digest.ts';

/** One file or folder to put into a build context. */
export interface ContextSource {
  /** Absolute path; a folder is taken with all in it. */
  from: string;
  /** Path in the context, with `/`. */
  to: string;
}

/** A file of a context that has not been written yet. */
export interface ContextFile extends StagedFile {
  content: Buffer;
}

/**
 * Reads what goes into a context, sorted by path. Links are followed. Throws `ImageInputMissing` for a
 * source that is not there.
 */
export async function readContext(sources: readonly ContextSource[]): Promise<ContextFile[]> {
  const files: ContextFile[] = [];
  for (const source of sources) await collect(source, files);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function collect({ from, to }: ContextSource, files: ContextFile[]): Promise<void> {
  const found = await stat(from).catch((cause: unknown) => {
    throw new SlipwayError({
      code: 'ImageInputMissing',
      message: `stage image context: ${from} is not there.`,
      hint: 'Build the project first (nx build <project>), or correct the option "files".',
      cause,
    });
  });
  if (found.isDirectory()) {
    for (const name of (await readdir(from)).sort()) {
      await collect({ from: join(from, name), to: posix.join(to, name) }, files);
    }
    return;
  }
  const content = await readFile(from);
  files.push({ path: to, content, isExecutable: (found.mode & 0o100) !== 0, sha256: sha256(content) });
}

/**
 * Writes a context into `folder` (replaced as a whole) so that it looks alike on every machine: folders
 * 0755, files 0644 or 0755, all times 0, whatever the umask. `emptyFolders` are made as well, with the mode
 * they name.
 */
export async function writeContext(
  folder: string,
  files: readonly ContextFile[],
  emptyFolders: Readonly<Record<string, number>> = {},
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const path of Object.keys(emptyFolders)) await mkdir(join(folder, path), { recursive: true });
  for (const file of files) {
    const path = join(folder, file.path);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, file.content);
    await chmod(path, file.isExecutable ? 0o755 : 0o644);
    await utimes(path, 0, 0);
  }
  await normaliseFolders(folder);
  for (const [path, mode] of Object.entries(emptyFolders)) await chmod(join(folder, path), mode);
}

async function normaliseFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await normaliseFolders(path);
    else if (entry.isSymbolicLink()) await lutimes(path, 0, 0);
  }
  await chmod(folder, 0o755);
  await utimes(folder, 0, 0);
}
