import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleCode } from './bundle-code.ts';
import { copyFiles, listPackageData } from './package-data.ts';
import { toEntryFiles } from './to-entry-files.ts';
import type { EntryFile } from './to-entry-files.ts';
import { PLUGIN_DIR } from './to-entry-files.ts';
import { toManifest } from './to-manifest.ts';
import type { Manifest } from './to-manifest.ts';
import { toReadme } from './to-readme.ts';
import { writeTarball } from './write-tarball.ts';

/** Makes services on the libraries of this workspace, which no other one has. */
const LOCAL_GENERATORS = ['service'];

/** Modules that start by themselves or that Nx loads by the package's name. */
const ENTRIES = {
  index: `${PLUGIN_DIR}/src/index.ts`,
  cli: 'tools/cli/src/main.ts',
  supervisor: 'tools/cluster/src/bin/supervisor.ts',
};

/** Started by its path, from where its source would be. */
const SUPERVISOR_STUB = 'tools/cluster/src/bin/supervisor.js';

/** Where the package is made. Both paths are absolute. */
export interface PackageRequest {
  workspaceRoot: string;
  /** Gets the folder `nx` and the tarball. */
  outDir: string;
}

/** What was made. */
export interface BuiltPackage {
  /** The package as it will be installed. */
  folder: string;
  tarball: string;
}

/** Makes `@slipway/nx` as any Nx workspace can install it: bundled JavaScript, all data, and a tarball of both. */
export async function buildPackage({ workspaceRoot, outDir }: PackageRequest): Promise<BuiltPackage> {
  const folder = join(outDir, 'nx');
  await rm(folder, { recursive: true, force: true });
  const own = await readJson<Manifest>(join(workspaceRoot, PLUGIN_DIR, 'package.json'));
  const workspace = await readJson<Manifest>(join(workspaceRoot, 'package.json'));
  const executors = toEntryFiles(await readJson<EntryFile>(join(workspaceRoot, PLUGIN_DIR, 'executors.json')));
  const generators = toEntryFiles(
    await readJson<EntryFile>(join(workspaceRoot, PLUGIN_DIR, 'generators.json')),
    LOCAL_GENERATORS,
  );
  const { packages } = await bundleCode({
    workspaceRoot,
    entries: { ...ENTRIES, ...executors.modules, ...generators.modules },
    outDir: join(folder, 'lib'),
  });
  const data = await listPackageData(workspaceRoot, Object.keys(generators.file.generators ?? {}));
  await copyFiles(workspaceRoot, data, folder);
  await writeText(
    folder,
    'package.json',
    json(toManifest(own, workspace, packages, await readVersions(workspaceRoot, packages))),
  );
  await writeText(folder, 'executors.json', json(executors.file));
  await writeText(folder, 'generators.json', json(generators.file));
  await writeText(folder, 'README.md', toReadme(await readFile(join(workspaceRoot, PLUGIN_DIR, 'README.md'), 'utf8')));
  await writeText(folder, SUPERVISOR_STUB, "import '../../../../lib/supervisor.js';\n");
  const launcher = await readFile(join(workspaceRoot, PLUGIN_DIR, 'bin', 'slipway.js'), 'utf8');
  await writeText(folder, 'bin/slipway.js', launcher);
  await chmod(join(folder, 'bin/slipway.js'), 0o755);
  const tarball = join(outDir, `slipway-nx-${own.version}.tgz`);
  await writeTarball(folder, tarball);
  return { folder, tarball };
}

/** Versions of installed packages, by their names. */
async function readVersions(workspaceRoot: string, names: readonly string[]): Promise<Record<string, string>> {
  const read = async (name: string) => {
    const { version } = await readJson<Manifest>(join(workspaceRoot, 'node_modules', name, 'package.json'));
    return [name, version] as const;
  };
  return Object.fromEntries(await Promise.all(names.map(read)));
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}

async function writeText(folder: string, file: string, text: string): Promise<void> {
  await mkdir(join(folder, file, '..'), { recursive: true });
  await writeFile(join(folder, file), text);
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
