import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { runProcess } from '@slipway/clients';
import type { PackageManifest } from './find-packages.ts';
import { findPackages, toPackageName } from './find-packages.ts';

/** Options of `compileService`. All paths are absolute. */
export interface CompileServiceOptions {
  workspace: string;
  project: string;
  /** Becomes what such an image would have as its folder of the service: compiled code and node_modules. */
  folder: string;
  signal?: AbortSignal;
}

const OWN = '@slipway/';

/**
 * The service as it would be shipped without a bundle: the same sources compiled by tsc file by file, our libraries as
 * packages, and beside them the packages that the code imports, with all that those need and nothing else. Gives the
 * path of its main.js.
 */
export async function compileService({ workspace, project, folder, signal }: CompileServiceOptions): Promise<string> {
  await compile(workspace, project, folder, signal);
  const modules = join(folder, 'node_modules');
  const libraries = readdirSync(join(folder, 'libs'));
  mkdirSync(join(modules, OWN), { recursive: true });
  for (const library of libraries) {
    const packaged = join(modules, OWN, library);
    renameSync(join(folder, 'libs', library), packaged);
    // tsc rewrites the endings of relative imports only.
    const exports = { '.': './src/index.js', './*.ts': './*.js' };
    const manifest = { name: `${OWN}${library}`, type: 'module', exports };
    writeFileSync(join(packaged, 'package.json'), JSON.stringify(manifest));
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));

  const imported = readImports([join(folder, 'apps'), join(modules, OWN)]).filter((name) => !name.startsWith(OWN));
  for (const from of findPackages(imported, workspace, readManifest)) {
    const isNested = (path: string) => relative(from, path).split(sep).includes('node_modules');
    cpSync(from, join(folder, relative(workspace, from)), { recursive: true, filter: (path) => !isNested(path) });
  }
  return join(folder, 'apps', project, 'src', 'main.js');
}

async function compile(workspace: string, project: string, folder: string, signal?: AbortSignal): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const tsconfig = join(folder, 'tsconfig.json');
  const settings = {
    extends: join(workspace, 'tsconfig.base.json'),
    compilerOptions: {
      noEmit: false,
      // Types are checked elsewhere.
      noCheck: true,
      types: [],
      allowImportingTsExtensions: false,
      rewriteRelativeImportExtensions: true,
      rootDir: workspace,
      outDir: folder,
    },
    files: [join(workspace, 'apps', project, 'src', 'main.ts')],
  };
  writeFileSync(tsconfig, JSON.stringify(settings));
  const tsc = join(workspace, 'node_modules', 'typescript', 'bin', 'tsc');
  await runProcess(process.execPath, [tsc, '-p', tsconfig], { signal, dieWithParent: true });
}

/** Names of all packages that compiled files import. */
function readImports(folders: readonly string[]): string[] {
  const names = new Set<string>();
  for (const folder of folders) {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.js')) continue;
      const text = readFileSync(join(folder, file), 'utf8');
      for (const [, specifier = ''] of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']/g)) {
        const name = toPackageName(specifier);
        if (name !== undefined) names.add(name);
      }
    }
  }
  return [...names].sort();
}

function readManifest(folder: string): PackageManifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest;
  } catch {
    return undefined;
  }
}
