import type { Bench, BenchContext, Measured } from '../bench.ts';
import { PeerUnavailable } from '../bench.ts';
import type { Series } from '../context/alternate.ts';
import { bucketsIn, countIn } from '../http/metrics-text.ts';
import type { HttpSide, RunningSide } from '../http/sides.ts';
import { flaskSide, nodeSide, startSide } from '../http/sides.ts';
import { textOf, verifySide } from '../http/verify-side.ts';

const ACCESS_LINE = ['"message":"request"', '"requestId":"<id>"', '"path":"/"', '"status":200', '"durationMs":'];
const EVERYTHING = { helmet: true, requestId: true, metrics: true };

const BARE = nodeSide('node http', 'bare-http.ts', {});
const EXPRESS = nodeSide('express + helmet', 'express-helmet.ts', { helmet: true });
const OURS = nodeSide('service-kit', 'service-kit.ts', { ...EVERYTHING, logLine: ACCESS_LINE });
const FASTIFY = nodeSide('fastify + pino', 'fastify-pino.ts', {
  logLine: ['"msg":"request completed"', '"statusCode":200'],
});
const FASTIFY_FEATURES = 'fastify, same features';
const FLASK = 'Flask + gunicorn sync';

/** The trivial route: what our stack costs against the floor, against fastify and against Flask. */
export const bench: Bench = {
  name: 'http-trivial',
  rows: [
    {
      id: 'trivial-cpu-vs-http',
      title: 'trivial route: CPU per request against bare node http',
      unit: 'x',
      bar: 2.6,
      stretch: 2.2,
      better: 'lower',
    },
    {
      id: 'trivial-rps-vs-fastify',
      title: 'trivial route: requests/s against fastify 5 + pino alone',
      unit: 'x',
      bar: 0.62,
      stretch: 0.75,
      better: 'higher',
    },
    {
      id: 'trivial-rps-vs-fastify-features',
      title: 'trivial route: requests/s against fastify 5 with the same features',
      unit: 'x',
      bar: 0.85,
      stretch: 1,
      better: 'higher',
    },
    {
      id: 'trivial-rps-vs-flask',
      title: 'trivial route: requests/s against Flask + gunicorn sync, 1 worker, access log',
      unit: 'x',
      bar: 5,
      stretch: 6.5,
      better: 'higher',
    },
    {
      id: 'trivial-cpu-added-to-express',
      title: 'access log + request id + context + metrics: CPU added to express + helmet',
      unit: 'x',
      bar: 0.4,
      stretch: 0.3,
      better: 'lower',
    },
  ],

  async run(context) {
    const { sides, withoutFlask } = await verifiedSides(context);
    const running = new Map<string, RunningSide>();
    for (const side of sides) running.set(side.name, await startSide(side, context, { output: 'null' }));
    const answered = new Map<string, number>();
    for (const server of running.values()) await slice(server, context, context.pick(2, 1), answered);

    const series = await context.alternate({
      sides: sides.map(({ name }) => name),
      slice: (name) => slice(running.get(name) as RunningSide, context, context.pick(3, 1), answered),
    });
    for (const server of running.values()) await verifyCounts(server, answered);
    return toRows(series, withoutFlask);
  },
};

/** Starts each side once with its output in a pipe, and holds it to its claims. Flask may be missing. */
async function verifiedSides(context: BenchContext): Promise<{ sides: HttpSide[]; withoutFlask?: string }> {
  await context.peer('wrk'); // Nothing can be measured without it, so ask before anything is started.
  const buckets = await verify(OURS, context);
  const features = nodeSide(
    FASTIFY_FEATURES,
    'fastify-features.ts',
    { ...EVERYTHING, logLine: ACCESS_LINE.map((part) => part.replace('"message"', '"msg"')) },
    { BUCKETS: buckets.join() },
  );
  const sides = [BARE, EXPRESS, OURS, FASTIFY, features];
  for (const side of sides) {
    if (side === OURS) continue;
    const theirs = await verify(side, context);
    if (side === features && theirs.join() !== buckets.join()) throw new Error(`verify ${side.name}: other buckets.`);
  }
  try {
    const { path, env } = await context.peer('flask');
    const flask = flaskSide(FLASK, { program: path('gunicorn'), env });
    await verify(flask, context);
    return { sides: [...sides, flask] };
  } catch (error) {
    if (error instanceof PeerUnavailable) return { sides, withoutFlask: error.message };
    throw error;
  }
}

async function verify(side: HttpSide, context: BenchContext): Promise<number[]> {
  const server = await startSide(side, context, { output: 'pipe' });
  await verifySide(server);
  const buckets = side.claims.metrics ? bucketsIn(await textOf(server.metricsUrl)) : [];
  await server.process.stop();
  return buckets;
}

async function slice(server: RunningSide, context: BenchContext, seconds: number, answered: Map<string, number>) {
  const { process, side, url } = server;
  const before = context.readCpuMs(process.pid);
  const { requests, requestsPerSecond, statusErrors, socketErrors, timeouts } = await context.wrk({ url, seconds });
  const cpuMs = context.readCpuMs(process.pid) - before;
  if (statusErrors + socketErrors + timeouts > 0 || requests === 0) {
    throw new Error(
      `measure ${side.name}: of ${requests} requests ${statusErrors} failed by status, ${socketErrors} by socket, ${timeouts} by time.`,
    );
  }
  answered.set(side.name, (answered.get(side.name) ?? 0) + requests);
  return { cpu: { usPerRequest: (1000 * cpuMs) / requests }, wall: { requestsPerSecond } };
}

/** The measured servers, too, must have counted every request. */
async function verifyCounts({ side, metricsUrl }: RunningSide, answered: ReadonlyMap<string, number>): Promise<void> {
  if (!side.claims.metrics) return;
  const counted = countIn(await textOf(metricsUrl), '/');
  const requests = answered.get(side.name) ?? 0;
  if (counted < requests)
    throw new Error(`verify ${side.name}: its histogram counted ${counted} of ${requests} requests.`);
}

function toRows(series: Series, withoutFlask: string | undefined): Measured[] {
  const cpu = (name: string) => series.side(name, 'usPerRequest', 'us CPU');
  const rate = (name: string) => series.side(name, 'requestsPerSecond', 'requests/s');
  /** Each server has one CPU and keeps it busy: where others used it, too, its rate is told by the CPU of a request. */
  function rateRow(id: string, peer: string, how: string): Measured {
    if (series.isClean(OURS.name) && series.isClean(peer)) {
      const value = series.ratio(OURS.name, peer, 'requestsPerSecond');
      return { id, value, sides: [rate(OURS.name), rate(peer)], how };
    }
    const value = series.ratio(peer, OURS.name, 'usPerRequest');
    return { id, value, sides: [cpu(OURS.name), cpu(peer)], how: `${how} Rates by CPU per request.`, isRough: true };
  }
  return [
    {
      id: 'trivial-cpu-vs-http',
      value: series.ratio(OURS.name, BARE.name, 'usPerRequest'),
      sides: [cpu(OURS.name), cpu(BARE.name)],
      how: '64 kept-alive connections, a JSON body of 33 bytes; ours with helmet, request id, context, metrics and an access line per request to /dev/null.',
    },
    rateRow(
      'trivial-rps-vs-fastify',
      FASTIFY.name,
      'fastify with its own logger (two lines per request) and a response schema, no other feature.',
    ),
    rateRow(
      'trivial-rps-vs-fastify-features',
      FASTIFY_FEATURES,
      'fastify with @fastify/helmet, the same request id rules, AsyncLocalStorage, a prom-client histogram of the same buckets, one pino line with the same fields, and a response schema; headers, lines and counts are checked before and after.',
    ),
    withoutFlask === undefined
      ? rateRow(
          'trivial-rps-vs-flask',
          FLASK,
          'Flask behind gunicorn with one sync worker (which closes each connection) and its access log; no helmet, request id or metrics.',
        )
      : { id: 'trivial-rps-vs-flask', unavailable: withoutFlask },
    {
      id: 'trivial-cpu-added-to-express',
      value: series.ratio(OURS.name, EXPRESS.name, 'usPerRequest') - 1,
      sides: [cpu(OURS.name), cpu(EXPRESS.name)],
      how: "CPU of our full stack over express with helmet() as its guide mounts it, both without ETag and X-Powered-By, less 1. Below 0 the stack, which computes helmet's headers once, costs less with everything on.",
    },
  ];
}
