import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, BenchContext, GoalRow, Measured, Side } from '../bench.ts';
import { PeerUnavailable } from '../bench.ts';
import { countEntries } from '../http/count-entries.ts';
import { mayOpen } from '../http/open-files.ts';
import { DELAY_MS, serviceSide } from '../http/service-side.ts';
import type { HttpSide, RunningSide } from '../http/sides.ts';
import { flaskSide, startSide } from '../http/sides.ts';
import { waitFor } from '../processes/wait-for.ts';

const SERVICE = 'backend-api';
const WINDOW_SECONDS = 16;
/** Whole cycles of the delay in a window; what is beyond them is left for connecting and for work. */
const CYCLES = Math.floor((WINDOW_SECONDS * 1000) / DELAY_MS);
/** Slow answers are counted as what they are, not as timeouts. */
const TIMEOUT_SECONDS = 30;
const CONNECTIONS = [1000, 5000] as const;
const HOW = `The shipped bundle, WORK_DELAY_MS 3000, a file per request on disk, access lines to /dev/null, one CPU; ideal is ${CYCLES} answers per connection in ${WINDOW_SECONDS} s.`;

function idealRow(connections: number, bar: number, stretch: number): GoalRow {
  return {
    id: `delayed-${connections}-vs-ideal`,
    title: `3 s route, ${connections.toLocaleString('en-US')} connections, file + log: completions against ideal`,
    unit: 'x',
    bar,
    stretch,
    better: 'higher',
  };
}

/** The route that waits 3 s and then keeps an entry, under as many connections as it may ever get. */
export const bench: Bench = {
  name: 'http-delayed',
  rows: [
    idealRow(1000, 0.95, 0.99),
    idealRow(5000, 0.85, 0.95),
    {
      id: 'delayed-1000-vs-flask',
      title: '3 s route, 1,000 connections, file + log: against Flask sync, 1 worker',
      unit: 'x',
      bar: 900,
      stretch: 1000,
      better: 'higher',
    },
  ],

  async run(context) {
    await context.peer('wrk');
    const folder = join(context.folder, 'entries');
    const ours = serviceSide(SERVICE, context.workspace, folder);
    await verify(ours, folder, context);
    const server = await startSide(ours, context, { output: 'null', readyPath: '/readyz' });
    const before = countEntries(folder);
    let answered = await warmUp(server, context);

    const sizes = CONNECTIONS.filter((connections) => mayOpen(connections));
    const series = await context.alternate({
      sides: sizes.map(String),
      rounds: context.pick(3, 1),
      async slice(connections) {
        const requests = await window(server, Number(connections), context);
        answered += requests;
        return { wall: { completions: requests } };
      },
    });
    const kept = countEntries(folder) - before;
    if (kept < answered) throw new Error(`measure ${SERVICE}: ${answered} answers, but only ${kept} entries.`);
    await server.process.stop();

    const rows = CONNECTIONS.map((connections): Measured => {
      const id = `delayed-${connections}-vs-ideal`;
      if (!sizes.includes(connections)) return { id, unavailable: 'open files are limited too low here' };
      const side = series.side(String(connections), 'completions', 'answers');
      const value = side.median / (connections * CYCLES);
      return { id, value, sides: [{ ...side, name: SERVICE }], how: HOW, isRough: series.isRough };
    });
    const first: Side = { ...series.side('1000', 'completions', 'answers'), name: SERVICE };
    return [...rows, await againstFlask(first, series.isRough, context)];
  },
};

/** One request, with the output in a pipe: it takes its time, keeps its entry and writes its line. */
async function verify(side: HttpSide, folder: string, context: BenchContext): Promise<void> {
  const server = await startSide(side, context, { output: 'pipe', readyPath: '/readyz' });
  const started = performance.now();
  const answer = await fetch(server.url);
  const { file } = (await answer.json()) as { file?: string };
  const tookMs = performance.now() - started;
  if (answer.status !== 200 || tookMs < DELAY_MS - 10) {
    throw new Error(`verify ${side.name}: it answered ${answer.status} after ${Math.round(tookMs)} ms.`);
  }
  if (file === undefined || !existsSync(join(folder, file)) || readFileSync(join(folder, file), 'utf8').length < 20) {
    throw new Error(`verify ${side.name}: there is no entry ${file}.`);
  }
  const isLogged = () => /"message":"request".*"status":200/.test(server.process.stdout()) || undefined;
  await waitFor(`the access line of ${side.name}`, isLogged, 3000);
  await server.process.stop(5000);
}

/** One cycle, so that no window holds the compiling of what all of them run. */
async function warmUp({ url }: RunningSide, context: BenchContext): Promise<number> {
  const { requests } = await context.wrk({ url, seconds: 4, connections: 500, timeoutSeconds: TIMEOUT_SECONDS });
  return requests;
}

async function window({ side, url }: RunningSide, connections: number, context: BenchContext): Promise<number> {
  const report = await context.wrk({ url, seconds: WINDOW_SECONDS, connections, timeoutSeconds: TIMEOUT_SECONDS });
  const { requests, statusErrors, socketErrors, timeouts, p50Ms, p99Ms } = report;
  if (statusErrors + socketErrors + timeouts > 0) {
    throw new Error(
      `measure ${side.name}: ${statusErrors} failed by status, ${socketErrors} by socket, ${timeouts} by time of ${requests}.`,
    );
  }
  context.log(`  ${side.name}, ${connections} connections: ${requests} answers, p50 ${p50Ms} ms, p99 ${p99Ms} ms`);
  return requests;
}

/** One window of Flask is enough: its one worker answers every 3 s, whatever else happens. */
async function againstFlask(ours: Side, isRough: boolean, context: BenchContext): Promise<Measured> {
  const id = 'delayed-1000-vs-flask';
  try {
    const { path, env } = await context.peer('flask');
    const folder = join(context.folder, 'flask-entries');
    mkdirSync(folder);
    const options = { program: path('gunicorn'), env: { ...env, LOG_DIR: folder } };
    const flask = await startSide(flaskSide('Flask + gunicorn sync', options), context, { output: 'null' });
    const url = `${flask.url}slow`;
    const { requests } = await context.wrk({
      url,
      seconds: WINDOW_SECONDS,
      connections: 1000,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    const theirs: Side = { name: flask.side.name, median: requests, unit: 'answers', spread: 0, rounds: 1 };
    return {
      id,
      value: ours.median / requests,
      sides: [ours, theirs],
      how: 'Both wait 3 s, keep a file of their own and write an access line; Flask behind gunicorn with one sync worker.',
      isRough,
    };
  } catch (error) {
    if (error instanceof PeerUnavailable) return { id, unavailable: error.message };
    throw error;
  }
}
