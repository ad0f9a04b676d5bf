import { abortOnSignals } from '@slipway/cli/src/stop-signals.ts';

/** What a task is given by whoever runs it: a process of its own, or one that it shares with others. */
export interface TaskSurroundings {
  /** Takes what the task says, in whole lines. */
  write(text: string): void;
  /** Ends the task; what it has begun is left consistent. */
  signal: AbortSignal;
}

/** The surroundings of a task that has the process for itself. */
export function ownProcess(): TaskSurroundings {
  return { write: (text) => void process.stdout.write(text), signal: abortOnSignals() };
}
