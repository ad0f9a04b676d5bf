import type { Side } from '../bench.ts';
import { MAX_FOREIGN_LOAD } from '../cpu/foreign-load.ts';
import { median, shuffle, spread } from '../statistics.ts';

/** What one slice found. */
export interface SliceValues {
  /** CPU figures: sharing the machine disturbs them little, every slice counts. */
  cpu?: Readonly<Record<string, number>>;
  /** Times, rates and counts: only slices without foreign load count. */
  wall?: Readonly<Record<string, number>>;
}

/** Options of `alternate`. */
export interface AlternateOptions {
  sides: readonly string[];
  /** Default: the context's. */
  rounds?: number;
  /** Measures one side once. */
  slice(side: string, round: number): Promise<SliceValues>;
}

/** What the slices of all sides found. */
export interface Series {
  /** A metric's values of one side that count; all of them where no slice was undisturbed. */
  values(side: string, metric: string): number[];
  median(side: string, metric: string): number;
  /** Median of `side` divided by that of `other`. */
  ratio(side: string, other: string, metric: string): number;
  /** One side for the report. */
  side(side: string, metric: string, unit: string): Side;
  /** Whether a side had an undisturbed slice. */
  isClean(side: string): boolean;
  /** True when one of the sides had no undisturbed slice. */
  isRough: boolean;
}

/** What `runAlternating` needs beside the bench's own options. */
export interface AlternateSurroundings {
  rounds: number;
  /** How many disturbed slices may be repeated, in all; never more than there are rounds. */
  maxRepeats: number;
  /** Runs a slice and gives its values with the part of the machine that others used meanwhile. */
  watch(run: () => Promise<SliceValues>): Promise<{ values: SliceValues; foreign: number }>;
  random?: () => number;
  onSlice?(side: string, round: number, foreign: number): void;
}

interface Slice extends SliceValues {
  isClean: boolean;
}

/** Runs the slices of all sides in random alternating order, repeats disturbed ones within a bound, and collects. */
export async function runAlternating(options: AlternateOptions, around: AlternateSurroundings): Promise<Series> {
  const { sides, rounds = around.rounds } = options;
  const slices = new Map<string, Slice[]>(sides.map((side) => [side, []]));
  let repeats = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const side of shuffle(sides, around.random)) {
      for (;;) {
        const { values, foreign } = await around.watch(() => options.slice(side, round));
        const isClean = foreign <= MAX_FOREIGN_LOAD;
        slices.get(side)?.push({ ...values, isClean });
        around.onSlice?.(side, round, foreign);
        if (isClean || values.wall === undefined || repeats >= Math.min(around.maxRepeats, rounds)) break;
        repeats += 1;
      }
    }
  }
  return toSeries(slices);
}

function toSeries(slices: ReadonlyMap<string, readonly Slice[]>): Series {
  function values(side: string, metric: string): number[] {
    const all = slices.get(side) ?? [];
    const pick = (from: readonly Slice[], kind: 'cpu' | 'wall') =>
      from.flatMap((slice) => (slice[kind]?.[metric] === undefined ? [] : [slice[kind][metric]]));
    const cpu = pick(all, 'cpu');
    if (cpu.length > 0) return cpu;
    const clean = pick(
      all.filter(({ isClean }) => isClean),
      'wall',
    );
    return clean.length > 0 ? clean : pick(all, 'wall');
  }
  const isClean = (side: string) => slices.get(side)?.some((slice) => slice.isClean) === true;
  const middle = (side: string, metric: string) => median(values(side, metric));
  return {
    values,
    median: middle,
    ratio: (side, other, metric) => middle(side, metric) / middle(other, metric),
    side(side, metric, unit) {
      const found = values(side, metric);
      return { name: side, median: median(found), unit, spread: spread(found), rounds: found.length };
    },
    isClean,
    isRough: [...slices.keys()].some((side) => !isClean(side)),
  };
}
