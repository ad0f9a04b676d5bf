import type { ExecutorContext } from '@nx/devkit';
import { useCompileCache } from '../use-compile-cache.ts';
import type { HelmLintSchema } from './schema.d.ts';

/** Lints one chart for every environment. Never throws: prints cause and fix. */
export default async function helmLint(
  options: HelmLintSchema,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  useCompileCache(context.root);
  const { runHelmLint } = await import('./run-helm-lint.ts');
  const { print, printError } = await import('./print.ts');
  const abort = new AbortController();
  const stop = () => abort.abort(new Error('stopped by a signal'));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const success = await runHelmLint(
      {
        workspaceRoot: context.root,
        project: context.projectName ?? '',
        configuration: context.configurationName,
        options,
      },
      { env: process.env, signal: abort.signal, print },
    );
    return { success };
  } catch (error) {
    printError(error);
    return { success: false };
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
