import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { build } from 'esbuild';

const workspace = resolve(import.meta.dirname, '..', '..', '..', '..');

/** What the build target of a service says, as far as it changes the bundle. */
interface BuildTarget {
  main: string;
  target: string;
  format: ['cjs'];
  minify: boolean;
  esbuildConfig: string;
}

/** Bundles a service as its build target does, from its sources as they are now. Gives the path of the bundle. */
export async function bundleService(project: string, outfile: string): Promise<string> {
  const projectFile = join(workspace, 'apps', project, 'project.json');
  const { main, target, format, minify, esbuildConfig } = JSON.parse(readFileSync(projectFile, 'utf8')).targets.build
    .options as BuildTarget;
  const entryPoints = [join(workspace, main)];
  const shared = readSharedConfig(esbuildConfig);
  await build({ ...shared, entryPoints, outfile, target, format: format[0], minify, bundle: true, platform: 'node' });
  return outfile;
}

/** How services are bundled, in the words of esbuild. */
export function readSharedConfig(file: string = 'apps/esbuild.config.cjs'): BuildOptions {
  return createRequire(join(workspace, 'package.json'))(join(workspace, file)) as BuildOptions;
}
