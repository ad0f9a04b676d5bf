import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchContext, Peer, PeerTool } from '../bench.ts';
import { foreignLoad } from '../cpu/foreign-load.ts';
import { readCpuMs, readMachineCpu } from '../cpu/read-cpu.ts';
import { freePort } from '../processes/free-port.ts';
import type { PinnedProcess } from '../processes/spawn-pinned.ts';
import { spawnPinned } from '../processes/spawn-pinned.ts';
import { runWrk } from '../wrk/run-wrk.ts';
import { runAlternating } from './alternate.ts';
import { spreadFolders } from './spread-folders.ts';

/** What a context is made from. */
export interface ContextOptions {
  workspace: string;
  /** Parent of the bench's folder; must be on disk. Removed by whoever made it, after the last bench. */
  parent: string;
  isQuick: boolean;
  signal: AbortSignal;
  log(line: string): void;
  peer(tool: PeerTool): Promise<Peer>;
  /**
   * What is measured works beside this process, in a cluster: what others use is then told by a look before each slice,
   * and not by what is not ours during it.
   */
  isBeside?: boolean;
}

/** How long the machine is looked at before a slice. */
const LOOK_MS = 1000;

export const FULL_ROUNDS = 7;
export const QUICK_ROUNDS = 2;
/** A busy machine must not make a run endless. */
const MAX_REPEATS = 8;

/** A context for one bench, and its end: every process stopped. Its folder stays, as removing files slows down others. */
export function createContext(options: ContextOptions): BenchContext & { end(): Promise<void> } {
  const { workspace, isQuick, signal, log, peer } = options;
  spreadFolders(options.parent);
  const folder = mkdtempSync(join(options.parent, 'bench-'));
  const started = new Set<PinnedProcess>();

  const reading = () => ({ ...readMachineCpu(), ownMs: readCpuMs(process.pid) });
  const spawn: BenchContext['spawnPinned'] = (spawnOptions) => {
    signal.throwIfAborted();
    const child = spawnPinned(spawnOptions);
    started.add(child);
    child.exited.then(
      () => started.delete(child),
      () => started.delete(child),
    );
    return child;
  };
  // Whatever waits for a child goes on when its child is gone.
  const stopAll = () => Promise.all([...started].map((child) => child.stop()));
  const onAbort = () => void stopAll();
  signal.addEventListener('abort', onAbort, { once: true });

  const rounds = isQuick ? QUICK_ROUNDS : FULL_ROUNDS;
  return {
    rounds,
    isQuick,
    pick: (full, quick) => (isQuick ? quick : full),
    workspace,
    folder,
    signal,
    log,
    alternate: (alternateOptions) =>
      runAlternating(alternateOptions, {
        rounds,
        maxRepeats: isQuick ? 0 : MAX_REPEATS,
        async watch(run) {
          signal.throwIfAborted();
          const foreignBefore = options.isBeside ? await foreignAtRest(signal) : undefined;
          const before = reading();
          const values = await run();
          return { values, foreign: foreignBefore ?? foreignLoad(before, reading()) };
        },
        onSlice: (side, round, foreign) =>
          log(`  round ${round + 1}: ${side}${foreign > 0.1 ? ` (others used ${Math.round(foreign * 100)} %)` : ''}`),
      }),
    spawnPinned: spawn,
    freePort,
    readCpuMs,
    async wrk(wrkOptions) {
      const { path, env } = await peer('wrk');
      return runWrk(wrkOptions, { program: path('wrk'), env, spawnPinned: spawn });
    },
    peer,
    async end() {
      signal.removeEventListener('abort', onAbort);
      await stopAll();
    },
  };
}

/** The part of the machine in use while nothing is measured: the cluster at rest, and whoever else is there. */
async function foreignAtRest(signal: AbortSignal): Promise<number> {
  const reading = () => ({ ...readMachineCpu(), ownMs: readCpuMs(process.pid) });
  const before = reading();
  await sleep(LOOK_MS, undefined, { signal });
  return foreignLoad(before, reading());
}
