import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryCache } from '../artefacts/cache-verdict.ts';
import { compileService } from '../artefacts/compile-service.ts';
import { serviceBundle } from '../artefacts/service-bundle.ts';
import { LISTENING, serviceEnv } from '../artefacts/service-env.ts';
import { warmBundle } from '../artefacts/warm-bundle.ts';
import type { Bench } from '../bench.ts';
import { readMemory } from '../memory/read-memory.ts';
import { startTimed } from '../processes/start-timed.ts';

const PROJECT = 'backend-api';
const BUNDLE = 'bundle + compile cache';
const COMPILED = 'tsc output + node_modules';
const FULL_ROUNDS = 15;
/** Until what the start left behind was collected. */
const IDLE_MS = 300;

export const bench: Bench = {
  name: 'start-up',
  rows: [
    {
      id: 'start-up-vs-tsc',
      title: 'start to listening, shipped bundle against tsc output + node_modules',
      unit: 'x',
      bar: 0.65,
      stretch: 0.52,
      better: 'lower',
    },
    { id: 'idle-rss-vs-tsc', title: 'idle RSS, same comparison', unit: 'x', bar: 0.9, stretch: 0.82, better: 'lower' },
  ],
  async run(context) {
    const { workspace, folder, signal } = context;
    const logDir = join(folder, 'logs');
    mkdirSync(logDir);
    const warm = await warmBundle(serviceBundle(workspace, PROJECT), join(folder, 'bundle'), signal);
    const compiled = await compileService({ workspace, project: PROJECT, folder: join(folder, 'compiled'), signal });
    const base = serviceEnv(logDir);
    const programs: Record<string, { main: string; env: NodeJS.ProcessEnv }> = {
      [BUNDLE]: { main: warm.main, env: { ...base, ...warm.env } },
      [COMPILED]: { main: compiled, env: base },
    };
    const { verdict } = await tryCache(warm, base, signal);
    if (verdict !== 'accepted')
      throw new Error(`start ${PROJECT}: Node's verdict on its compile cache is "${verdict}".`);

    const series = await context.alternate({
      sides: [BUNDLE, COMPILED],
      rounds: context.pick(FULL_ROUNDS, 3),
      async slice(side) {
        const { main, env } = programs[side] as (typeof programs)[string];
        const service = await startTimed({ program: process.execPath, args: [main], env, ready: LISTENING, signal });
        try {
          const startCpuMs = context.readCpuMs(service.pid);
          await sleep(IDLE_MS, undefined, { signal });
          const { rss, pss } = readMemory(service.pid);
          return { wall: { ms: service.ms }, cpu: { startCpuMs, rss: rss / 1024, pss: pss / 1024 } };
        } finally {
          await service.end();
        }
      },
    });
    const sides = (...metrics: [metric: string, unit: string][]) =>
      metrics.flatMap(([metric, unit]) => [BUNDLE, COMPILED].map((side) => series.side(side, metric, unit)));
    return [
      {
        id: 'start-up-vs-tsc',
        value: series.ratio(BUNDLE, COMPILED, 'ms'),
        sides: sides(['ms', 'ms'], ['startCpuMs', 'ms CPU']),
        how: `${PROJECT} from spawn to its "listening" line; the peer is the same code compiled file by file, with the packages it needs.`,
        isRough: series.isRough,
      },
      {
        id: 'idle-rss-vs-tsc',
        value: series.ratio(BUNDLE, COMPILED, 'rss'),
        sides: sides(['rss', 'MiB RSS'], ['pss', 'MiB PSS']),
        how: `The same processes ${IDLE_MS} ms after they listen.`,
      },
    ];
  },
};
