import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { ComponentSpec, ComponentStatus } from '../component.ts';
import { readProcess } from '../machine/process-table.ts';
import { sendSignal } from '../machine/stop-processes.ts';
import { countFailures, toBackOffMs } from './back-off.ts';
import { openLog, rotateLog } from './log-file.ts';
import { probe } from './probe.ts';

/** One component under supervision. */
export interface RunningComponent {
  readonly spec: ComponentSpec;
  readonly status: ComponentStatus;
  /** Ends it and does not start it again. SIGKILL after the component's grace period. */
  stop(): Promise<void>;
}

/** How a component is looked after. */
export interface RunComponentOptions {
  logs: string;
  /** Called whenever the status changed. */
  onChange(): void;
  /** Resolves when everything in `spec.after` is ready. */
  untilDependenciesReady: Promise<void>;
}

const DEFAULT_GRACE_MS = 5000;
const STARTING_PROBE_MS = 50;
const SLOW_PROBE_MS = 250;
const SLOW_PROBE_AFTER_MS = 10_000;
const STEADY_PROBE_MS = 10_000;
/** A component that ran and does not answer this many times in a row is ended and started again. */
const UNANSWERED_LIMIT = 6;

/** Starts a component as soon as its dependencies are ready and keeps it running until it is stopped. */
export function runComponent(spec: ComponentSpec, options: RunComponentOptions): RunningComponent {
  const log = join(options.logs, `${spec.name}.log`);
  const status: ComponentStatus = { name: spec.name, state: 'waiting', restarts: 0, log };
  let child: ChildProcess | undefined;
  let failures = 0;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  const change = (next: Partial<ComponentStatus>) => {
    Object.assign(status, next);
    options.onChange();
  };

  const start = async () => {
    if (isStopped) return;
    await rotateLog(log);
    const file = await openLog(log, `start ${spec.program} ${spec.args.join(' ')}`);
    if (isStopped) return file.close();
    const startedAt = performance.now();
    const current = spawn(spec.program, spec.args, {
      env: spec.env,
      detached: true,
      stdio: ['ignore', file.fd, file.fd],
    });
    file.close();
    child = current;
    change({ state: 'starting' });
    const onEnd = (lastExit: string) => {
      clearTimeout(timer);
      if (child !== current) return;
      child = undefined;
      delete status.pid;
      delete status.startTicks;
      if (isStopped) return change({ state: 'stopped', lastExit });
      failures = countFailures(failures, performance.now() - startedAt);
      change({ state: 'backing-off', lastExit, restarts: status.restarts + 1 });
      timer = setTimeout(start, toBackOffMs(failures));
    };
    current.on('error', (error) => onEnd(error.message));
    current.on('exit', (code, signal) => onEnd(signal ? `ended by ${signal}` : `exit code ${code}`));
    if (!current.pid) return;
    const info = await readProcess(current.pid);
    change({ pid: current.pid, ...(info ? { startTicks: info.startTicks } : {}) });
    watch(current, startedAt, 0);
  };

  const watch = async (current: ChildProcess, startedAt: number, unanswered: number) => {
    const isReady = await probe(spec.readiness);
    if (child !== current || isStopped) return;
    const elapsedMs = performance.now() - startedAt;
    if (isReady && status.state !== 'ready')
      change({ state: 'ready', readyAfterMs: status.readyAfterMs ?? Math.round(elapsedMs) });
    const wasReady = status.state === 'ready';
    const missed = isReady || !wasReady ? 0 : unanswered + 1;
    if (missed >= UNANSWERED_LIMIT && current.pid) sendSignal(current.pid, 'SIGKILL');
    const waitMs = wasReady ? STEADY_PROBE_MS : elapsedMs > SLOW_PROBE_AFTER_MS ? SLOW_PROBE_MS : STARTING_PROBE_MS;
    timer = setTimeout(() => watch(current, startedAt, missed), waitMs);
  };

  void options.untilDependenciesReady.then(start);

  return {
    spec,
    status,
    stop: () =>
      new Promise((resolve) => {
        isStopped = true;
        clearTimeout(timer);
        const current = child;
        if (!current?.pid || current.exitCode !== null || current.signalCode !== null) {
          change({ state: 'stopped' });
          return resolve();
        }
        const pid = current.pid;
        const kill = setTimeout(() => sendSignal(pid, 'SIGKILL'), spec.stopGraceMs ?? DEFAULT_GRACE_MS);
        current.once('exit', () => {
          clearTimeout(kill);
          resolve();
        });
        sendSignal(pid, 'SIGTERM');
      }),
  };
}
