import type { TargetConfiguration } from '@nx/devkit';
import { environmentConfigurations } from './environments.ts';
import type { TargetContext } from './target-context.ts';

/** `docker`: the image of one project. Never cached by Nx: it skips by content itself. */
export function dockerTarget(context: TargetContext): TargetConfiguration {
  const { options, project, sourceInput } = context;
  return {
    executor: '@slipway/nx:docker',
    cache: false,
    dependsOn: ['build'],
    inputs: [
      sourceInput,
      `^${sourceInput}`,
      '{workspaceRoot}/deploy/images/**/*',
      `{workspaceRoot}/${options.environmentsDir}/*/releases.lock.yaml`,
      { externalDependencies: [] },
    ],
    ...environmentConfigurations(context),
    metadata: {
      technologies: ['docker'],
      description: 'Builds the image as an OCI layout, unless the same content was built before.',
      help: { command: `npx nx docker ${project.name} --help`, example: {} },
    },
  };
}
