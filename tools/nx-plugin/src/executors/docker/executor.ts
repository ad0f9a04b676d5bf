import type { ExecutorContext } from '@nx/devkit';
import { unmetConfiguration } from '../../plugin/selection.ts';
import type { TaskSurroundings } from '../task-surroundings.ts';
import { ownProcess } from '../task-surroundings.ts';
import { useCompileCache } from '../use-compile-cache.ts';
import type { DockerSchema } from './schema.d.ts';

/** Builds, and where a registry answers pushes, the image of one project. Never throws: prints cause and fix. */
export default async function docker(
  options: DockerSchema,
  context: ExecutorContext,
  { write, signal }: TaskSurroundings = ownProcess(),
): Promise<{ success: boolean }> {
  useCompileCache(context.root);
  const { runDocker, toHostPlatform, toErrorLines } = await import('./run-time.ts');
  const { toRequest } = await import('./to-request.ts');
  const project = context.projectName ?? '';
  try {
    const environment = unmetConfiguration(context.configurationName) ?? options.environment;
    const request = toRequest(environment === undefined ? options : { ...options, environment }, {
      workspaceRoot: context.root,
      project,
      build: context.projectsConfigurations.projects[project]?.targets?.[options.buildTarget ?? 'build'],
      projectRoot: context.projectsConfigurations.projects[project]?.root ?? '.',
      configuration: context.configurationName,
      hostPlatform: toHostPlatform(),
      env: process.env,
    });
    await runDocker(request, { env: process.env, signal, print: (line) => write(`${line}\n`) });
    return { success: true };
  } catch (error) {
    write(toErrorLines(signal.aborted ? signal.reason : error));
    return { success: false };
  }
}
