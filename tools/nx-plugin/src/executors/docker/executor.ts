import type { ExecutorContext } from '@nx/devkit';
import { unmetConfiguration } from '../../plugin/selection.ts';
import { useCompileCache } from '../use-compile-cache.ts';
import type { DockerSchema } from './schema.d.ts';

/** Builds, and where a registry answers pushes, the image of one project. Never throws: prints cause and fix. */
export default async function docker(options: DockerSchema, context: ExecutorContext): Promise<{ success: boolean }> {
  useCompileCache(context.root);
  const { runDocker, toHostPlatform, printError, print } = await import('./run-time.ts');
  const { toRequest } = await import('./to-request.ts');
  const project = context.projectName ?? '';
  const abort = new AbortController();
  const stop = () => abort.abort(new Error('stopped by a signal'));
  process.once('SIGINT', stop).once('SIGTERM', stop);
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
    await runDocker(request, { env: process.env, signal: abort.signal, print });
    return { success: true };
  } catch (error) {
    printError(abort.signal.aborted ? abort.signal.reason : error);
    return { success: false };
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
