import type { ExecutorContext } from '@nx/devkit';
import { createProgressPrinter, toErrorText, toSafeStream } from '@slipway/cli';
import type { TaskSurroundings } from '../task-surroundings.ts';
import type { OpenReleases } from './open-releases.ts';
import { openReleases } from './open-releases.ts';
import type { ReleaseSchema } from './release-schema.d.ts';

/** What a task works with. */
export interface ReleaseRun extends OpenReleases {
  /** One line for people. */
  print: (line: string) => void;
}

/**
 * Reads environment and project graph, connects, runs `work` and prints what went wrong, if anything.
 * Never throws. Everything goes to one stream: Nx shows a task's output as one block.
 */
export async function runReleaseTask(
  schema: ReleaseSchema,
  context: ExecutorContext,
  work: (run: ReleaseRun) => Promise<boolean>,
  { signal, write }: TaskSurroundings,
): Promise<{ success: boolean }> {
  const stdout = toSafeStream({ write }, process.env['GITHUB_ACTIONS'] === 'true');
  const progress = createProgressPrinter({ stream: stdout, isLive: false });
  try {
    const { onProgress } = progress;
    const opened = await openReleases(schema, context, { signal, onProgress });
    return { success: await work({ ...opened, print: progress.line }) };
  } catch (error) {
    stdout.write(toErrorText(signal.aborted ? signal.reason : error));
    return { success: false };
  } finally {
    progress.end();
  }
}
