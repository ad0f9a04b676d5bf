import type { ExecutorContext } from '@nx/devkit';
import { useCompileCache } from '../use-compile-cache.ts';
import type { HelmLintSchema } from './schema.d.ts';

/** Lints one chart in every way it can be rendered. Never throws: prints cause and fix. */
export default async function helmLint(
  options: HelmLintSchema,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  useCompileCache(context.root);
  const { abortOnSignals, createProgressPrinter, runHelmLint, toErrorText } = await import('./run-time.ts');
  const signal = abortOnSignals();
  const progress = createProgressPrinter({ stream: process.stdout, isLive: false });
  try {
    const success = await runHelmLint(
      {
        workspaceRoot: context.root,
        project: context.projectName ?? '',
        configuration: context.configurationName,
        options,
      },
      {
        env: process.env,
        signal,
        print: (text) => void process.stdout.write(text),
        // A report on standard output must stay one document.
        ...(options.json ? {} : { onProgress: progress.onProgress }),
      },
    );
    return { success };
  } catch (error) {
    process.stdout.write(toErrorText(signal.aborted ? signal.reason : error));
    return { success: false };
  } finally {
    progress.end();
  }
}
