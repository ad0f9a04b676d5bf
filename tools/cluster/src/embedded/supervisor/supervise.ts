import { isDeepStrictEqual } from 'node:util';
import type { ComponentSpec, ComponentStatus } from '../component.ts';
import { rotateLog } from './log-file.ts';
import type { RunningComponent } from './run-component.ts';
import { runComponent } from './run-component.ts';

/** Looks after a set of components. */
export interface Supervision {
  /**
   * Makes the running set equal the wanted one: starts new ones, restarts changed ones and, at once and
   * with a clean count, those that wait after a failure; stops the others.
   */
  reconcile(wanted: readonly ComponentSpec[]): Promise<void>;
  statuses(): ComponentStatus[];
  /** Stops all: first those that no other needs, side by side, then those they needed, and so on. */
  stop(): Promise<void>;
}

const ROTATE_EVERY_MS = 30_000;
const FIRST_START_POLL_MS = 20;

/** Starts with nothing; `onChange` is called after every change of a status. */
export function supervise(logs: string, onChange: () => void): Supervision {
  const running = new Map<string, RunningComponent>();
  const rotation = setInterval(() => {
    for (const { status } of running.values()) void rotateLog(status.log).catch(() => undefined);
  }, ROTATE_EVERY_MS);
  rotation.unref();

  const untilReady = async (names: readonly string[]) => {
    while (!names.every((name) => running.get(name)?.status.state === 'ready'))
      await new Promise((resolve) => setTimeout(resolve, FIRST_START_POLL_MS));
  };
  const start = (spec: ComponentSpec) => {
    const untilDependenciesReady = untilReady(spec.after);
    running.set(spec.name, runComponent(spec, { logs, onChange, untilDependenciesReady }));
  };

  return {
    async reconcile(wanted) {
      const stale = [...running.values()].filter(
        ({ spec, status }) =>
          status.state === 'backing-off' || !wanted.some((candidate) => isDeepStrictEqual(candidate, spec)),
      );
      for (const component of stale.reverse()) {
        await component.stop();
        running.delete(component.spec.name);
      }
      for (const spec of wanted) if (!running.has(spec.name)) start(spec);
      onChange();
    },
    statuses: () => [...running.values()].map(({ status }) => status),
    async stop() {
      clearInterval(rotation);
      for (const wave of toStopWaves([...running.values()].map(({ spec }) => spec)))
        await Promise.all(wave.map((name) => running.get(name)?.stop()));
    },
  };
}

/** Names in the order to stop: each wave holds those that nothing outside the waves before it needs. */
export function toStopWaves(specs: readonly Pick<ComponentSpec, 'name' | 'after'>[]): string[][] {
  const waves: string[][] = [];
  for (let left = [...specs]; left.length > 0;) {
    const free = left.filter(({ name }) => !left.some(({ after }) => after.includes(name)));
    const wave = free.length > 0 ? free : left; // A circle: all at once.
    waves.push(wave.map(({ name }) => name));
    left = left.filter((spec) => !wave.includes(spec));
  }
  return waves;
}
