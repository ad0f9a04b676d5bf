import type { RawFinding } from './findings/raw-finding.ts';

/** What one check did in one chart. */
export interface CheckRun {
  name: string;
  version: string | undefined;
  renders: number;
  objects: number;
  findings: RawFinding[];
  durationMs: number;
}

/** What a piece of a check's work comes to. */
export interface CheckWork {
  findings: readonly RawFinding[];
  version?: string | undefined;
  renders?: number;
  objects?: number;
}

/** Notes what the checks of one chart find, and how long each was at work. */
export interface CheckLog {
  /**
   * Does a piece of a check's work; a check may have several, at the same time as well. The work calls `took` with
   * the milliseconds of each program it ran, so that waiting for a turn does not count.
   */
  note(name: string, work: (took: (ms: number) => void) => Promise<CheckWork>): Promise<void>;
  /** In the order in which the checks first began. */
  runs(): CheckRun[];
}

export function createCheckLog(): CheckLog {
  const runs = new Map<string, CheckRun>();
  return {
    async note(name, work) {
      const run = runs.get(name) ?? { name, version: undefined, renders: 0, objects: 0, findings: [], durationMs: 0 };
      runs.set(name, run);
      const { findings, version, renders = 0, objects = 0 } = await work((ms) => (run.durationMs += ms));
      run.version = version ?? run.version;
      run.renders += renders;
      run.objects += objects;
      run.findings.push(...findings);
    },
    runs: () => [...runs.values()].map((run) => ({ ...run, durationMs: Math.round(run.durationMs) })),
  };
}
