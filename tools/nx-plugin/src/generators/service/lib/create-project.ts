import type { ProjectConfiguration, Tree } from '@nx/devkit';
import { updateProjectConfiguration, readProjectConfiguration } from '@nx/devkit';
import { inTreeOf } from './in-tree-of.ts';
import type { ServiceNames } from './to-names.ts';

/** How all services of a workspace are bundled, where it says so. */
const BUNDLE_CONFIG = 'apps/esbuild.config.cjs';

/**
 * The project as `@nx/node` makes an Express application with esbuild, with what differs here: one
 * minified bundle with everything in it, our own serve, and checks that inherit from nx.json.
 */
export async function createProject(tree: Tree, names: ServiceNames): Promise<void> {
  const { applicationGenerator } = await import('@nx/node');
  const { name, root } = names;
  await inTreeOf(tree, root, () =>
    applicationGenerator(tree, {
      name,
      directory: root,
      framework: 'express',
      bundler: 'esbuild',
      linter: 'none',
      unitTestRunner: 'none',
      e2eTestRunner: 'none',
      tags: 'type:app,scope:runtime',
      addPlugin: false,
      useProjectJson: true,
      skipPackageJson: true,
      skipFormat: true,
    }),
  );
  const generated = readProjectConfiguration(tree, name);
  for (const file of tree.children(root)) if (file !== 'project.json') tree.delete(`${root}/${file}`);
  const hasSharedConfig = tree.exists(BUNDLE_CONFIG);
  const bundling = hasSharedConfig
    ? { esbuildConfig: BUNDLE_CONFIG }
    : { esbuildOptions: { outExtension: { '.js': '.js' } } };
  updateProjectConfiguration(tree, name, toProject(generated, names, bundling));
}

function toProject(
  generated: ProjectConfiguration,
  { name, root, port, metricsPort }: ServiceNames,
  bundling: Record<string, unknown>,
): ProjectConfiguration {
  const build = generated.targets?.['build'];
  return {
    ...generated,
    targets: {
      build: {
        executor: build?.executor ?? '@nx/esbuild:esbuild',
        outputs: build?.outputs ?? ['{options.outputPath}'],
        options: {
          main: `${root}/src/main.ts`,
          tsConfig: `${root}/tsconfig.json`,
          outputPath: `dist/${root}`,
          outputFileName: 'main.js',
          platform: 'node',
          target: 'node24',
          format: ['cjs'],
          bundle: true,
          thirdParty: true,
          minify: true,
          skipTypeCheck: true,
          generatePackageJson: false,
          deleteOutputPath: true,
          ...bundling,
        },
      },
      serve: {
        executor: 'nx:run-commands',
        continuous: true,
        options: {
          command: `exec node tools/scripts/src/serve.ts ${name} --port=${port} --metrics-port=${metricsPort}`,
        },
      },
      test: {},
      lint: {},
      typecheck: {},
    },
  };
}
