import type { AlternateOptions, Series } from './context/alternate.ts';
import type { PinnedProcess, SpawnPinnedOptions } from './processes/spawn-pinned.ts';
import type { WrkOptions, WrkReport } from './wrk/run-wrk.ts';

/** One goal: what a figure must reach. */
export interface GoalRow {
  /** Stable, kebab-case, for example `trivial-cpu-vs-http`. */
  id: string;
  title: string;
  /** Of the value: `x` for a ratio, else for example `MiB` or `lost`. */
  unit: string;
  /** Must hold. */
  bar: number;
  /** What we are after. */
  stretch: number;
  better: 'lower' | 'higher';
}

/** The raw figure of one side of a comparison. */
export interface Side {
  name: string;
  /** Median over the rounds. */
  median: number;
  unit: string;
  /** (largest - smallest) / median over the rounds; 0 for a single one. */
  spread: number;
  rounds: number;
}

/** What a bench found for one of its rows: a value, or why there is none. */
export type Measured =
  | {
      id: string;
      value: number;
      /** Ours first. */
      sides: Side[];
      /** One sentence: what was measured, and in which setting of the peer. */
      how: string;
      /** True where too few undisturbed slices were had. */
      isRough?: boolean;
    }
  | { id: string; unavailable: string };

/** One comparison, or several that share their servers. A module `<name>.bench.ts` exports it as `bench`. */
export interface Bench {
  name: string;
  rows: readonly GoalRow[];
  run(context: BenchContext): Promise<Measured[]>;
}

/** Programs that a bench needs beside Node; each with the toolchain's name. */
export type PeerTool = 'wrk' | 'flask' | 'helmfile';

/** A peer's programs by name, and the environment that they need. */
export interface Peer {
  path(program: string): string;
  env: NodeJS.ProcessEnv;
}

/** What a bench works with. Everything it starts is ended after it, also when it fails; folders go after the last bench. */
export interface BenchContext {
  /** Rounds of a full run (7), or few with `--quick` (2). A bench may take fewer of long slices. */
  rounds: number;
  isQuick: boolean;
  /** `full` in a full run, `quick` with `--quick`; for lengths, counts and the like. */
  pick<T>(full: T, quick: T): T;
  /** Absolute path of the workspace. */
  workspace: string;
  /** An empty folder of this bench; on disk, not in memory. */
  folder: string;
  signal: AbortSignal;
  /** One line of progress on stderr. */
  log(line: string): void;
  /** Slices of all sides in random alternating order. */
  alternate(options: AlternateOptions): Promise<Series>;
  /** Starts a program on one CPU (0 servers, 1 clients) in a process group of its own. */
  spawnPinned(options: SpawnPinnedOptions): PinnedProcess;
  /** A TCP port on loopback that was free a moment ago. */
  freePort(): Promise<number>;
  /** Milliseconds of CPU that a process, its threads and its children (also ended ones it waited for) have used. */
  readCpuMs(pid: number): number;
  /** Runs wrk on the client's CPU. Throws `PeerUnavailable` without wrk. */
  wrk(options: WrkOptions): Promise<WrkReport>;
  /** A peer's programs, obtained when missing. Throws `PeerUnavailable` with the reason. */
  peer(tool: PeerTool): Promise<Peer>;
}

/** A peer that cannot be had here, for example behind a firewall. Rows that need it say so and do not fail. */
export class PeerUnavailable extends Error {
  override readonly name = 'PeerUnavailable';
}
