import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FilesClient } from '@slipway/contracts';

/** The real file system. */
export function createFilesClient(): FilesClient {
  return {
    readText: (path) => orUndefined(readFile(path, 'utf8')),
    writeText,
    list: async (dir) => ((await orUndefined(readdir(dir))) ?? []).sort(),
    exists: async (path) => (await orUndefined(stat(path))) !== undefined,
    hashTree: async (dir) => (await hashTree(dir, '')).sort((a, b) => (a.path < b.path ? -1 : 1)),
    copyTree: (from, to) => cp(from, to, { recursive: true, dereference: true, force: true }),
    moveDir,
    remove: (path) => rm(path, { recursive: true, force: true }),
    makeTempDir,
  };
}

async function writeText(path: string, text: string, { mode = 0o644 }: { mode?: number } = {}): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const aside = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(aside, text, { mode });
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

async function moveDir(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error;
    await rm(from, { recursive: true, force: true });
    return false;
  }
}

async function makeTempDir(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  return mkdtemp(`${path}.`);
}

async function hashTree(root: string, below: string): Promise<{ path: string; sha256: string }[]> {
  const entries = (await orUndefined(readdir(join(root, below)))) ?? [];
  const nested = await Promise.all(
    entries.map(async (name) => {
      const path = below ? `${below}/${name}` : name;
      const facts = await stat(join(root, path));
      if (facts.isDirectory()) return hashTree(root, path);
      const sha256 = createHash('sha256').update(await readFile(join(root, path))).digest('hex'); // prettier-ignore
      return [{ path, sha256 }];
    }),
  );
  return nested.flat();
}

async function orUndefined<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string {
  // No instanceof: under jest, errors of Node itself belong to another realm.
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
