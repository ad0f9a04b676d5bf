import type { OnProgress } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { kindOf } from '../kinds/index.ts';
import type { Surroundings, ToolKind } from '../kinds/kind.ts';
import type { ToolName } from '../tool-name.ts';
import { rowOf } from '../versions/read-versions.ts';
import type { ToolRow } from '../versions/rows.ts';
import { isLookup, locate, surroundingsOf, type ToolLocation } from './location.ts';
import { obtainTool } from './obtain-tool.ts';
import { runInTurn } from './queue.ts';
import { createToolset, type Toolset } from './toolset.ts';

/** How tools are asked for. */
export interface ToolOptions {
  onProgress?: OnProgress | undefined;
  signal?: AbortSignal | undefined;
  /** Default: this process's environment. */
  env?: NodeJS.ProcessEnv | undefined;
  /** Parts of the surroundings to put in, for tests. */
  surroundings?: Partial<Surroundings> | undefined;
}

/**
 * The tools, obtaining those that are missing: one of the right version on PATH is used, else the
 * cache's, else it is built, unpacked or installed into the cache now. Go programs are built one after
 * the other in the order given; other kinds come in beside them. Throws a SlipwayError with a code and
 * a hint; what was done until then is kept.
 */
export async function ensureTools(names: readonly ToolName[], options: ToolOptions = {}): Promise<Toolset> {
  const surroundings = surroundingsOf(options.env, options.surroundings);
  const onProgress = options.onProgress ?? (() => undefined);
  const found = new Map<string, ToolLocation>();
  const missing: { name: string; row: ToolRow; kind: ToolKind }[] = [];
  for (const name of new Set(names)) {
    const row = rowOf(name, surroundings.versions);
    const location = await locate(name, row, surroundings);
    const kind = kindOf(row);
    if (location) found.set(name, location);
    else if (isLookup(kind)) throw toolMissing([name], surroundings);
    else missing.push({ name, row, kind });
  }
  for (const { name, row } of missing) requirePlatform(name, row);

  const failed = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal;
  const work = missing.map(({ name, row, kind }) => ({
    kind: row.kind,
    run: async (turn: () => Promise<void>) => {
      try {
        found.set(name, await obtainTool(name, row, kind, surroundings, { onProgress, signal, turn }));
      } catch (error) {
        failed.abort(error);
        throw error;
      }
    },
  }));
  const lane = (select: (kind: ToolRow['kind']) => boolean) =>
    runInTurn(work.filter(({ kind }) => select(kind)).map(({ run }) => run));
  const lanes = await Promise.allSettled([lane((kind) => kind === 'go'), lane((kind) => kind !== 'go')]);
  if (lanes.some(({ status }) => status === 'rejected')) throw failed.signal.reason;
  return createToolset(
    [...new Set(names)].map((name) => found.get(name) as ToolLocation),
    surroundings.env,
  );
}

/** The tools as they are there already; obtains nothing. Throws `ToolMissing` with the command that helps. */
export async function findTools(
  names: readonly ToolName[],
  options: Omit<ToolOptions, 'onProgress'> = {},
): Promise<Toolset> {
  const surroundings = surroundingsOf(options.env, options.surroundings);
  const unique = [...new Set(names)];
  const locations: ToolLocation[] = [];
  const missing: string[] = [];
  for (const name of unique) {
    const location = await locate(name, rowOf(name, surroundings.versions), surroundings);
    if (location) locations.push(location);
    else missing.push(name);
  }
  if (missing.length > 0) throw toolMissing(missing, surroundings);
  return createToolset(locations, surroundings.env);
}

function toolMissing(names: string[], { versions }: Surroundings): SlipwayError {
  const described = names.map((name) => `${name} ${rowOf(name, versions).version}`).join(', ');
  const kinds = names.map((name) => ({ row: rowOf(name, versions), kind: kindOf(rowOf(name, versions)) }));
  const lookup = kinds.find(({ kind }) => isLookup(kind));
  const hint =
    lookup && isLookup(lookup.kind)
      ? lookup.kind.hint(lookup.row)
      : `Run \`npx slipway toolchain install ${names.join(' ')}\`, or put this exact version on PATH.`;
  return new SlipwayError({
    code: 'ToolMissing',
    message: `look for ${described}: neither on PATH nor in the cache.`,
    hint,
    details: { tools: names },
  });
}

function requirePlatform(name: string, row: ToolRow): void {
  if (!row.platforms || row.platforms.includes(process.platform)) return;
  throw new SlipwayError({
    code: 'PlatformUnsupported',
    message: `obtain ${name}: it works on ${row.platforms.join(', ')} only, and this is ${process.platform}.`,
    hint: 'Use a cluster that needs no such tool here: `--provider kind` or `--provider context`.',
    details: { tool: name, platform: process.platform },
  });
}
