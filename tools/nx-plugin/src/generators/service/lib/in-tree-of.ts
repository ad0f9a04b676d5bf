import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from '@nx/devkit';

/**
 * Runs another generator and keeps of its changes only those below `root`: what it would do to the
 * workspace's own settings is not this project's business.
 */
export async function inTreeOf(tree: Tree, root: string, generate: () => Promise<unknown>): Promise<void> {
  const before = new Map(tree.listChanges().map(({ path, content }) => [path, content]));
  await generate();
  for (const { path, type } of tree.listChanges()) {
    if (path.startsWith(`${root}/`)) continue;
    const former = before.get(path);
    if (former) tree.write(path, former);
    else if (type === 'CREATE') tree.delete(path);
    else restoreFromDisk(tree, path);
  }
}

/** A tree forgets a change when it is given what is on disk. */
function restoreFromDisk(tree: Tree, path: string): void {
  tree.write(path, readFileSync(join(tree.root, path)));
}
