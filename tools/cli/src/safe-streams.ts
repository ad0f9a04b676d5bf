import type { OutputStream, Streams } from './io.ts';
import { withWrite } from './io.ts';
import { toPrintable, withoutWorkflowCommands } from './printers/terminal-text.ts';

/** What the progress printer draws its live lines with, always in a write of its own. */
const REDRAW = /^\u001b\[\d+A\u001b\[0J$/;

/**
 * Streams through which nothing that a cluster, a chart or a file says can steer the terminal, or the runner
 * of GitHub Actions that reads along.
 */
export function toSafeStreams({ stdout, stderr }: Streams, env: NodeJS.ProcessEnv): Streams {
  const isWatched = env.GITHUB_ACTIONS === 'true';
  return { stdout: toSafeStream(stdout, isWatched), stderr: toSafeStream(stderr, isWatched) };
}

/** One such stream. `isWatched`: a runner of GitHub Actions reads along. */
export function toSafeStream(stream: OutputStream, isWatched: boolean): OutputStream {
  return withWrite(stream, (text) => {
    if (REDRAW.test(text)) return stream.write(text);
    const printable = toPrintable(text);
    return stream.write(isWatched ? withoutWorkflowCommands(printable) : printable);
  });
}
