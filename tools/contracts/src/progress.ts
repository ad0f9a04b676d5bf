/**
 * One step of long work, as told by whoever does it. Producers know nothing of terminals; printers
 * know nothing of the work.
 */
export type ProgressEvent =
  | {
      type: 'phase-started';
      /** Stable id of the phase, for example `toolchain/kubernetes`. */
      phase: string;
      /** One line for people. */
      title: string;
      /** How long it usually takes on 2 cores, in milliseconds, where known. */
      expectedMs?: number;
    }
  | { type: 'phase-progress'; phase: string; /** 0 to 1 where known. */ fraction?: number; detail?: string }
  | {
      type: 'phase-done';
      phase: string;
      /** For people: what came out, or why there was nothing to do. */ detail?: string;
      skipped?: boolean;
    }
  | { type: 'phase-failed'; phase: string; detail: string };

/** Where progress goes. A function must not throw. */
export type OnProgress = (event: ProgressEvent) => void;
