import { appendFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { DeployEvent, ErrorReport } from '@slipway/contracts';
import type { OutputStream } from '../io.ts';
import { toGitHubAnnotations } from '../printers/github-annotations.ts';
import { MAX_SUMMARY_BYTES, toGitHubSummary } from '../printers/github-summary.ts';
import { toJUnit } from '../printers/junit.ts';
import { createRunReport } from '../printers/run-report.ts';
import { openEventFile } from './event-file.ts';

/** Options that name where else a run is told. */
export interface OutputOptions {
  /** File or `fd:N` for events as NDJSON. */
  events?: string;
  /** File for JUnit XML. */
  junit?: string;
  /** File that a summary in Markdown is added to. Default: GITHUB_STEP_SUMMARY. */
  summary?: string;
}

/** What the outputs of one run are opened with. */
export interface OpenOutputs {
  command: string;
  environment: string;
  /** Absolute. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Where workflow commands go, not changed on the way. */
  stderr: OutputStream;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** Where a run is told besides stdout and stderr. */
export interface RunOutputs {
  onEvent(event: DeployEvent): void;
  /** Writes the files; `error` when there is no result. Never rejects: gives what could not be written. */
  end(error?: ErrorReport): Promise<string[]>;
}

/** Opens what was asked for. Throws `OutputUnwritable` (exit 64) when events cannot go where they should. */
export async function openOutputs(options: OutputOptions, context: OpenOutputs): Promise<RunOutputs> {
  const { env, cwd, now, stderr } = context;
  const startedAt = now();
  const { report, onEvent } = createRunReport({ ...context, startedAt });
  const events = options.events === undefined ? undefined : await openEventFile(options.events, cwd, now);
  const summary = options.summary ?? (env.GITHUB_STEP_SUMMARY || undefined);
  return {
    onEvent(event) {
      onEvent(event);
      events?.write(event);
    },
    async end(error) {
      report.durationMs = now() - startedAt;
      if (error) report.error = error;
      if (env.GITHUB_ACTIONS === 'true') stderr.write(toGitHubAnnotations(report));
      const faults = await Promise.all([
        events?.end(),
        options.junit === undefined
          ? undefined
          : attempt(options.junit, cwd, (path) => writeFile(path, toJUnit(report))),
        summary === undefined
          ? undefined
          : attempt(summary, cwd, async (path) => {
              const { size } = await stat(path).catch(() => ({ size: 0 }));
              await appendFile(path, toGitHubSummary(report, MAX_SUMMARY_BYTES - size));
            }),
      ]);
      return faults.filter((fault): fault is string => fault !== undefined);
    },
  };
}

async function attempt(
  file: string,
  cwd: string,
  write: (path: string) => Promise<unknown>,
): Promise<string | undefined> {
  try {
    const path = resolve(cwd, file);
    await mkdir(dirname(path), { recursive: true });
    await write(path);
    return undefined;
  } catch (error) {
    return `write ${file}: ${error instanceof Error ? error.message : String(error)}.`;
  }
}
