import { join } from 'node:path';
import type { Bench, BenchContext } from '../bench.ts';
import type { Balancer } from '../http/balancer.ts';
import { createBalancer } from '../http/balancer.ts';
import { countEntries } from '../http/count-entries.ts';
import type { Clients } from '../http/keep-alive-clients.ts';
import { startClients } from '../http/keep-alive-clients.ts';
import { serviceSide } from '../http/service-side.ts';
import type { HttpSide, RunningSide } from '../http/sides.ts';
import { startSide } from '../http/sides.ts';
import { waitFor } from '../processes/wait-for.ts';

const SERVICE = 'backend-api';
const CLIENTS = 200;
const PROCESSES = 2;
/** Longest drain: requests of 3 s, late ones, and what a busy machine adds. */
const EXIT_WITHIN_MS = 25_000;

/** Replaces every process of a service again and again while clients are at work. */
export const bench: Bench = {
  name: 'http-rolling-restart',
  rows: [
    {
      id: 'rolling-restart-lost',
      title: 'lost requests during a rolling restart under load',
      unit: 'lost',
      bar: 0,
      stretch: 0,
      better: 'lower',
    },
  ],

  async run(context) {
    const folder = join(context.folder, 'entries');
    const side = serviceSide(SERVICE, context.workspace, folder);
    const balancer = await createBalancer();
    let clients: Clients | undefined;
    const replacements = PROCESSES * context.pick(4, 1);
    try {
      const running: RunningSide[] = [];
      for (let index = 0; index < PROCESSES; index += 1) running.push(await startBehind(balancer, side, context));
      clients = startClients({ url: `http://127.0.0.1:${balancer.port}/`, count: CLIENTS });
      for (let index = 0; index < replacements; index += 1) {
        context.log(`  replacement ${index + 1} of ${replacements}`);
        await replaceOldest(running, balancer, side, clients, context);
      }
      const { answered, lost } = await clients.stop();
      const kept = countEntries(folder);
      if (kept < answered) throw new Error(`measure ${SERVICE}: ${answered} answers, but only ${kept} entries.`);
      for (const reason of new Set(lost)) context.log(`  lost: ${reason}`);
      return [
        {
          id: 'rolling-restart-lost',
          value: lost.length,
          sides: [{ name: SERVICE, median: answered, unit: 'answers', spread: 0, rounds: replacements }],
          how: `${CLIENTS} kept-alive clients without retries send requests of 3 s to two processes behind a balancer that asks for readiness every 100 ms and never moves a connection; ${replacements} times one process is started and another one told to end; each must exit 0, and every answer has its entry.`,
        },
      ];
    } finally {
      await balancer.close();
      await clients?.stop();
    }
  },
};

async function startBehind(balancer: Balancer, side: HttpSide, context: BenchContext): Promise<RunningSide> {
  const server = await startSide(side, context, { output: 'null', readyPath: '/readyz' });
  const wanted = balancer.readyCount() + 1;
  balancer.add(server.backend);
  await waitFor('readiness', () => balancer.readyCount() >= wanted || undefined);
  return server;
}

/** First one more, then one less: as a Deployment does that may surge but not miss one. */
async function replaceOldest(
  running: RunningSide[],
  balancer: Balancer,
  side: HttpSide,
  clients: Clients,
  context: BenchContext,
): Promise<void> {
  running.push(await startBehind(balancer, side, context));
  // Clients have requests in flight on the one that goes.
  const before = clients.report().answered;
  await waitFor('requests in flight', () => clients.report().answered >= before + CLIENTS / 4 || undefined);
  const oldest = running.shift() as RunningSide;
  oldest.process.kill('SIGTERM');
  const { code, signal } = await exitOf(oldest);
  if (code !== 0) throw new Error(`restart ${side.name}: a process ended with ${signal ?? code} instead of 0.`);
  balancer.remove(oldest.backend);
}

async function exitOf({ process }: RunningSide) {
  await waitFor('the end of a process', () => !process.isRunning() || undefined, EXIT_WITHIN_MS);
  return process.exited;
}
