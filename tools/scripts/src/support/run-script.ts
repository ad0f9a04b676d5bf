import { abortOnSignals, createProgressPrinter, toErrorText } from '@slipway/cli';
import type { ProgressPrinter } from '@slipway/cli';
import { SlipwayError } from '@slipway/contracts';

/** What a script works with. */
export interface ScriptRun {
  /** Aborted by Ctrl-C and SIGTERM. */
  signal: AbortSignal;
  progress: ProgressPrinter;
  /** Prints a headline on stderr, above what is live. */
  say: (text: string) => void;
}

/** Runs a script to its end and sets the exit code; prints what went wrong and what to do. */
export async function runScript(script: (run: ScriptRun) => Promise<number>): Promise<void> {
  const signal = abortOnSignals();
  const progress = createProgressPrinter({ stream: process.stderr });
  try {
    process.exitCode = await script({ signal, progress, say: progress.line });
  } catch (error) {
    progress.end();
    const fault: unknown = signal.aborted ? signal.reason : error;
    process.stderr.write(toErrorText(fault));
    process.exitCode = fault instanceof SlipwayError ? fault.exitCode : 1;
  } finally {
    progress.end();
  }
  // Connections that are kept alive must not keep the process.
  setTimeout(() => process.exit(), 1000).unref();
}
