import type { Clients, LogStreamOptions } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import type { ContainerRun } from '../pods/pod-state.ts';
import { createLogCursor } from './log-cursor.ts';
import type { TimedLine } from './parse-log-line.ts';
import { parseLogLine } from './parse-log-line.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2000;
/** Faults that pass: the API server restarts, a node does not answer, a container is not there yet. */
const PASSING = ['ContainerWaiting', 'LogInterrupted', 'ApiUnreachable', 'ApiFailed', 'LogUnavailable'];

/** One container, and where it stands now. */
export interface FollowedContainer {
  target: { namespace: string; pod: string; container: string };
  /** Where to begin; absent: with the first line. */
  start: Pick<LogStreamOptions, 'tailLines' | 'sinceSeconds'>;
  /** Undefined once the pod is gone. */
  state(): (ContainerRun & { isOver: boolean }) | undefined;
  /** Takes a line; resolves when it takes the next. */
  take(line: TimedLine): Promise<void>;
  /** Told once for each time that a connection breaks. */
  onInterrupted(message: string): void;
}

/**
 * Every line of one container, over all its runs and broken connections, none lost and none twice, until its pod is gone
 * or `signal` aborts. What the kubelet does not keep any more (it keeps two runs) cannot be had.
 */
export async function followContainer(
  { target, start, state, take, onInterrupted }: FollowedContainer,
  { kube, clock }: Pick<Clients, 'kube' | 'clock'>,
  signal: AbortSignal,
): Promise<void> {
  const cursor = createLogCursor();
  let followed: number | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let isBroken = false;

  /** Gives how many lines were new. */
  async function read(options: Partial<LogStreamOptions>): Promise<number> {
    const sinceTime = cursor.resume();
    const from = sinceTime === undefined ? start : { sinceTime };
    let count = 0;
    for await (const raw of kube.streamLogs({ ...target, ...from, ...options, signal })) {
      const line = parseLogLine(raw);
      if (!line || !cursor.accept(line)) continue;
      count += 1;
      isBroken = false;
      await take(line);
      if (signal.aborted) break;
    }
    return count;
  }

  while (!signal.aborted) {
    const now = state();
    if (!now) {
      // The last lines may have come after the stream had ended; a pod that is gone has no log.
      await read({}).catch(() => 0);
      return;
    }
    let count = 0;
    try {
      if (now.hasLog) {
        if (followed !== undefined && now.restarts > followed) count += await read({ previous: true });
        followed = now.restarts;
        count += await read({ follow: true });
        if (now.isOver) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof SlipwayError) || !PASSING.includes(error.code)) throw error;
      if (!isBroken && error.code !== 'ContainerWaiting') onInterrupted(error.message);
      isBroken = true;
    }
    pauseMs = count > 0 ? FIRST_PAUSE_MS : Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    await clock.sleep(pauseMs, signal);
  }
}
