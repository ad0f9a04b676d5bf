import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const NAMES = new Set(['project.json', 'package.json', 'Chart.yaml', 'Dockerfile', 'environment.yaml']);
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'tmp', 'coverage', 'logs']);

/**
 * Files of a workspace that matter to the catalog, without asking Nx: a walk that leaves out
 * dependencies, build output and hidden folders. Relative paths with `/`, sorted.
 */
export function listCatalogFiles(workspaceRoot: string): string[] {
  const files: string[] = [];
  const walk = (dir: string) => {
    let entries;
    try {
      entries = readdirSync(join(workspaceRoot, dir), { withFileTypes: true });
    } catch {
      return; // Removed meanwhile, or not ours to read.
    }
    for (const entry of entries) {
      const path = dir === '' ? entry.name : `${dir}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!SKIPPED_FOLDERS.has(entry.name) && !entry.name.startsWith('.')) walk(path);
      } else if (NAMES.has(entry.name)) files.push(path);
    }
  };
  walk('');
  return files.sort();
}
