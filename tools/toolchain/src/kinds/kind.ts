import type { Obtained } from '../cache/marker.ts';
import type { ToolRow, Versions } from '../versions/rows.ts';

/** Where a kind works: settled once per call, the same for all tools. */
export interface Surroundings {
  /** Folder that the rows' paths start from. */
  packageFolder: string;
  versions: Versions;
  /** The cache's root. */
  cache: string;
  env: NodeJS.ProcessEnv;
}

/** One tool to be obtained. */
export interface ToolJob<Row extends ToolRow = ToolRow> extends Surroundings {
  name: string;
  row: Row;
  /** The empty folder to fill. */
  folder: string;
  signal: AbortSignal;
  /** Tells people how far it is; `fraction` from 0 to 1 where known. */
  report: (detail: string, fraction?: number) => void;
  /**
   * Awaited between the part that needs the network and the part that needs the processor: resolves
   * when no tool before this one is being compiled any more.
   */
  turn: () => Promise<void>;
}

/** One way to get a tool. */
export interface ToolKind<Row extends ToolRow = ToolRow> {
  /** Everything beside the row itself that decides what comes out; hashed into the folder's name. */
  inputs(row: Row, surroundings: Surroundings): (string | Buffer)[];
  /** Whether what it makes cannot be moved afterwards. */
  inPlace: boolean;
  /** One line for people: what is about to be done. */
  title(name: string, row: Row): string;
  /** Fills `job.folder`. Throws a SlipwayError that says what to do. */
  obtain(job: ToolJob<Row>): Promise<Obtained>;
}

/** A kind whose tools lie somewhere already and are only looked up. */
export interface LookupKind<Row extends ToolRow = ToolRow> {
  /** Absolute folder and what is in it, or undefined when it is not there. */
  locate(row: Row, surroundings: Surroundings): { folder: string; obtained: Obtained } | undefined;
  /** What to do when it is not there, as one sentence. */
  hint(row: Row): string;
}
