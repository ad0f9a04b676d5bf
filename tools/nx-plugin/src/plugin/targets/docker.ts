import type { TargetConfiguration } from '@nx/devkit';
import { DEFAULT_CATALOG_OPTIONS } from '@slipway/catalog';
import { environmentConfigurations } from './environments.ts';
import type { TargetContext } from './target-context.ts';

/** `docker`: the image of one project. Never cached by Nx: it skips by content itself. */
export function dockerTarget(context: TargetContext): TargetConfiguration {
  const { options, project, sourceInput, catalog, names } = context;
  const release = catalog.charts.find((chart) => chart.project?.root === project.root)?.facts.release;
  const own = {
    // The engine looks a locked image up under the release's name, so this must, too.
    ...(release === undefined ? {} : { release }),
    ...(names.build === 'build' ? {} : { buildTarget: names.build }),
    ...(options.environmentsDir === DEFAULT_CATALOG_OPTIONS.environmentsDir
      ? {}
      : { environmentsDir: options.environmentsDir }),
  };
  return {
    executor: '@slipway/nx:docker',
    cache: false,
    dependsOn: [names.build],
    inputs: [
      sourceInput,
      `^${sourceInput}`,
      '{workspaceRoot}/deploy/images/**/*',
      `{workspaceRoot}/${options.environmentsDir}/*/releases.lock.yaml`,
      { externalDependencies: [] },
    ],
    ...(Object.keys(own).length > 0 ? { options: own } : {}),
    ...environmentConfigurations(context),
    metadata: {
      technologies: ['docker'],
      description: 'Builds the image as an OCI layout, unless the same content was built before.',
      help: { command: `npx nx run ${project.name}:${names.docker} --help`, example: {} },
    },
  };
}
