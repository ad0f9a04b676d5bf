import { cp, glob, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Files that the code reads by path or people read, as globs over the workspace. They keep their place, so that a path
 * from one to another holds in the package as well.
 */
const DATA = [
  'LICENSE',
  // The recipe of the runtime base image, for workspaces without one of their own.
  'deploy/images/node/**/*',
  'tools/cli/package.json',
  'tools/cli/README.md',
  'tools/contracts/schemas/*.json',
  'tools/nx-plugin/src/executors/*/{README.md,schema.json}',
  'tools/nx-plugin/src/plugin/options.schema.json',
  'tools/toolchain/README.md',
  'tools/toolchain/versions.json',
  'tools/toolchain/versions.schema.json',
  'tools/toolchain/{go,python}/**/*',
  // Part of the key under which the schemas of Kubernetes are kept: with it the cache is shared with a clone of Slipway.
  'tools/toolchain/src/{kinds/schemas,schemas}/*.ts',
];

const NOT_SHIPPED = [/\.(unit|int|contract)\.test\.ts$/, /_test\.go$/, /(^|\/)__pycache__(\/|$)/];

/** The data files of the workspace, relative to its root, with `/`, sorted. */
export async function listPackageData(workspaceRoot: string, generators: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  const own = generators.map((name) => `tools/nx-plugin/src/generators/${name}/{README.md,schema.json,files/**/*}`);
  for await (const entry of glob([...DATA, ...own], { cwd: workspaceRoot, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    files.push(path.slice(workspaceRoot.length + 1).replaceAll('\\', '/'));
  }
  return files.filter((file) => !NOT_SHIPPED.some((pattern) => pattern.test(file))).sort();
}

/** Copies files of the workspace to the same place below `target`. */
export async function copyFiles(workspaceRoot: string, files: readonly string[], target: string): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(join(target, file)), { recursive: true });
    await cp(join(workspaceRoot, file), join(target, file));
  }
}
