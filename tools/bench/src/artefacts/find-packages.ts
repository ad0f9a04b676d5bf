import { dirname, join } from 'node:path';

/** The part of a package.json that says what a package needs when it runs. */
export interface PackageManifest {
  dependencies?: Readonly<Record<string, string>>;
}

/** Reads the package.json in a folder; undefined where there is none. */
export type ReadManifest = (folder: string) => PackageManifest | undefined;

/**
 * Folders of the packages that `names` need at run time, found from `root` as Node finds them, each once, in the order
 * they are met. Development and optional dependencies are not followed. Throws for one that is not installed.
 */
export function findPackages(names: readonly string[], root: string, readManifest: ReadManifest): string[] {
  const found = new Set<string>();

  function add(name: string, from: string): void {
    for (let folder = from; ; folder = dirname(folder)) {
      const candidate = join(folder, 'node_modules', name);
      const manifest = readManifest(candidate);
      if (manifest) {
        if (found.has(candidate)) return;
        found.add(candidate);
        for (const dependency of Object.keys(manifest.dependencies ?? {})) add(dependency, candidate);
        return;
      }
      if (folder === root) throw new Error(`find package ${name} for ${from}: it is not installed.`);
    }
  }
  for (const name of names) add(name, root);
  return [...found];
}

/** Package of an import: `@scope/name` or `name`. Undefined for what comes with Node, and for files. */
export function toPackageName(specifier: string): string | undefined {
  if (/^[./]|^node:/.test(specifier)) return undefined;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
