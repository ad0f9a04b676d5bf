import type { Tree } from '@nx/devkit';

const FILE = '.gitignore';

/** Adds folders to .gitignore that it does not have, in whatever way they may be written there. */
export function ignoreLines(tree: Tree, folders: readonly string[]): void {
  const text = tree.read(FILE, 'utf8') ?? '';
  const known = new Set(text.split(/\r?\n/).map((line) => line.trim().replace(/^\/|\/$/g, '')));
  const missing = folders.filter((folder) => !known.has(folder)).map((folder) => `${folder}/\n`);
  if (missing.length === 0) return;
  const start = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  tree.write(FILE, `${start}${missing.join('')}`);
}
