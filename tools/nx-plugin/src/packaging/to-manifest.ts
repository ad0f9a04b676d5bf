/** The parts of a package.json that are read here. */
export interface Manifest {
  name: string;
  version: string;
  license?: string;
  description?: string;
}

/**
 * Nx 23: older ones have another shape of inference plugins, and every major may change how batches and hooks of
 * plugins are called. Nx itself asks that all its packages have one version.
 */
const PEERS = { '@nx/devkit': '>=23.0.0 <24.0.0', nx: '>=23.0.0 <24.0.0' };

/** Where a name is looked up: the oldest Node that Nx 23 runs on and that loads ES modules by `require` unasked. */
const ENGINES = { node: '>=22.12.0' };

/**
 * The package.json of the packed plugin. `packages` are those that its code imports; each gets the exact version that
 * the workspace is tested with: the one that its lock file has `installed`. Throws for one that is not there. Pure.
 */
export function toManifest(
  own: Manifest,
  workspace: Manifest,
  packages: readonly string[],
  installed: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  const dependencies = packages.filter((name) => !(name in PEERS)).map((name) => [name, exact(name, installed[name])]);
  return {
    name: own.name,
    version: own.version,
    description: workspace.description,
    license: workspace.license,
    keywords: ['nx', 'nx-plugin', 'kubernetes', 'helm', 'deploy'],
    type: 'module',
    main: './lib/index.js',
    exports: {
      '.': './lib/index.js',
      './package.json': './package.json',
      './executors.json': './executors.json',
      './generators.json': './generators.json',
      './schemas/*': './tools/contracts/schemas/*',
    },
    bin: { slipway: './bin/slipway.js' },
    executors: './executors.json',
    generators: './generators.json',
    dependencies: Object.fromEntries(dependencies),
    peerDependencies: PEERS,
    engines: ENGINES,
  };
}

function exact(name: string, version: string | undefined): string {
  if (version !== undefined && /^\d+\.\d+\.\d+$/.test(version)) return version;
  throw new Error(`package @slipway/nx: its code imports ${name}, which is not installed (${version ?? 'absent'}).`);
}
