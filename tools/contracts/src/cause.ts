import type { CauseCode } from './causes/causes.ts';

/** The one root cause of a failure, in words that say what to do. Holds no secret. */
export interface Cause {
  code: CauseCode;
  /** `Kind/name` of the object that shows the fault; `Release/name` when it is the release itself. */
  object: string;
  /** Container within the pod, where it is one container's fault. */
  container?: string;
  /** What happened, one sentence, with the facts (exit code, status code, resource). */
  message: string;
  /** Last lines of the container's log, oldest first; empty where there is none. */
  logs: string[];
  /** What to do next. */
  hint: string;
}
