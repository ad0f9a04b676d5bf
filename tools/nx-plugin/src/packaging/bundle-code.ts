import { readFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import { anchorPaths } from './anchor-paths.ts';

/** What is to be bundled. */
export interface BundleRequest {
  /** Absolute. */
  workspaceRoot: string;
  /** Source file of each entry, relative to the workspace root, by the name of its file in `outDir` (without ending). */
  entries: Readonly<Record<string, string>>;
  /** Absolute folder, one level below the package's root. */
  outDir: string;
}

/** What came of it. */
export interface Bundle {
  /** Names of the packages that the code imports and that are not part of it, sorted. */
  packages: string[];
  /** Source files in the bundle, relative to the workspace root, sorted. */
  sources: string[];
}

/**
 * Bundles our code as ES modules in one flat folder; what several entries share is in chunks, what is imported when it
 * is used stays so. Packages from elsewhere are left to the package manager. The same sources give the same bytes.
 */
export async function bundleCode({ workspaceRoot, entries, outDir }: BundleRequest): Promise<Bundle> {
  const { metafile } = await build({
    absWorkingDir: workspaceRoot,
    entryPoints: { ...entries },
    outdir: outDir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    charset: 'utf8',
    chunkNames: 'chunk-[hash]',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    plugins: [anchored(workspaceRoot), othersOutside],
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const packages = imports
    .filter(({ external, path }) => external && !path.startsWith('node:'))
    .map(({ path }) => path.split('/').slice(0, path.startsWith('@') ? 2 : 1).join('/')); // prettier-ignore
  return { packages: [...new Set(packages)].sort(), sources: Object.keys(metafile.inputs).sort() };
}

/** Modules that look for files beside themselves find them in the package. */
function anchored(workspaceRoot: string): Plugin {
  return {
    name: 'anchored',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const dir = relative(workspaceRoot, dirname(path)).replaceAll('\\', '/');
        return { contents: anchorPaths(source, dir), loader: 'ts' };
      });
    },
  };
}

/** Everything that is neither a relative path nor a package of this workspace. */
const othersOutside: Plugin = {
  name: 'others-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@slipway/') ? undefined : { path, external: true },
    );
  },
};
