import type { OnProgress } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { classifyCacheFailure } from '../cache/cache-failure.ts';
import { obtain } from '../cache/obtain.ts';
import type { Surroundings, ToolKind } from '../kinds/kind.ts';
import type { ToolRow } from '../versions/rows.ts';
import { folderOf, toLocation, type ToolLocation } from './location.ts';

/** How one tool is obtained. */
export interface ObtainOptions {
  onProgress: OnProgress;
  signal: AbortSignal;
  turn: () => Promise<void>;
}

/** Obtains one tool of a kind that makes something, telling how it goes as phase `toolchain/<name>`. */
export async function obtainTool(
  name: string,
  row: ToolRow,
  kind: ToolKind,
  surroundings: Surroundings,
  { onProgress, signal, turn }: ObtainOptions,
): Promise<ToolLocation> {
  const phase = `toolchain/${name}`;
  const folder = folderOf(name, row, kind, surroundings);
  const report = (detail: string, fraction?: number) =>
    onProgress({ type: 'phase-progress', phase, detail, ...(fraction === undefined ? {} : { fraction }) });
  onProgress({ type: 'phase-started', phase, title: kind.title(name, row), expectedMs: row.expectedMs });
  try {
    signal.throwIfAborted();
    const { marker, made } = await obtain({
      name,
      folder,
      inPlace: kind.inPlace,
      signal,
      onWait: (owner) => report(`wait for process ${owner.pid}, which has been at it since ${owner.since}`),
      make: (target) => kind.obtain({ ...surroundings, name, row, folder: target, signal, report, turn }),
    });
    onProgress({
      type: 'phase-done',
      phase,
      detail: made ? folder : 'made by another process meanwhile',
      skipped: !made,
    });
    return toLocation(name, row, folder, marker, 'cached');
  } catch (error) {
    const failure = signal.aborted
      ? interrupted(name, signal)
      : classifyCacheFailure(`obtain ${name}`, surroundings.cache, error);
    // The reason of a stop is told where it happened.
    const detail = signal.aborted ? 'stopped; what was done until now is kept' : messageOf(failure);
    onProgress({ type: 'phase-failed', phase, detail });
    throw failure;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function interrupted(name: string, signal: AbortSignal): unknown {
  if (signal.reason instanceof SlipwayError) return signal.reason;
  return new SlipwayError({
    code: 'Interrupted',
    message: `obtain ${name}: stopped on request.`,
    hint: 'Run the same command again: what was downloaded and compiled is kept.',
    exitCode: 130,
    cause: signal.reason,
  });
}
