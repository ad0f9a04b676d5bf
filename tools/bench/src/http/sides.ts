import { join } from 'node:path';
import type { BenchContext } from '../bench.ts';
import { waitForAnswer } from '../processes/wait-for.ts';
import type { PinnedProcess, SpawnPinnedOptions } from '../processes/spawn-pinned.ts';

/** What a server of the trivial route says it does for each request; `verifySide` holds it to that. */
export interface Claims {
  /** Helmet's headers. */
  helmet?: boolean;
  /** A well-formed `X-Request-Id` is taken over, another one made, and it is returned. */
  requestId?: boolean;
  /** What a line of the log must hold for each request. `<id>` stands for the request id. */
  logLine?: readonly string[];
  /** The duration histogram on `METRICS_PORT`. */
  metrics?: boolean;
}

/** One server of the trivial route. */
export interface HttpSide {
  name: string;
  claims: Claims;
  command(ports: { port: number; metricsPort: number }): Pick<SpawnPinnedOptions, 'program' | 'args' | 'env' | 'cwd'>;
}

/** A server that runs. */
export interface RunningSide {
  side: HttpSide;
  url: string;
  metricsUrl: string;
  process: PinnedProcess;
  /** For a balancer. */
  backend: { port: number };
}

const SERVERS = join(import.meta.dirname, '..', 'servers');

/** A server of `src/servers/http`, run by the Node of this process in its production setting. */
export function nodeSide(name: string, file: string, claims: Claims, env: NodeJS.ProcessEnv = {}): HttpSide {
  return {
    name,
    claims,
    command: ({ port, metricsPort }) => ({
      program: process.execPath,
      args: [join(SERVERS, 'http', file)],
      env: {
        ...env,
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        PORT: String(port),
        METRICS_PORT: String(metricsPort),
        LOG_FORMAT: 'json',
      },
    }),
  };
}

/** Options of the Python server. */
export interface FlaskOptions {
  program: string;
  env: NodeJS.ProcessEnv;
  /** Requests may take so long. Default 30 s, gunicorn's own. */
  timeoutSeconds?: number;
}

/** Flask behind gunicorn with one sync worker and its access log, as its guide starts it. */
export function flaskSide(name: string, { program, env, timeoutSeconds = 30 }: FlaskOptions): HttpSide {
  return {
    name,
    claims: { logLine: ['GET /', ' 200 '] },
    command: ({ port }) => ({
      program,
      args: [
        ...['--workers', '1', '--worker-class', 'sync', '--backlog', '4096', '--timeout', String(timeoutSeconds)],
        ...['--access-logfile', '-', '--bind', `127.0.0.1:${port}`, '--no-control-socket', 'app:app'],
      ],
      cwd: join(SERVERS, 'flask'),
      env: { ...env, PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: undefined },
    }),
  };
}

/** Starts a server on the servers' CPU and waits until it answers at `path`. */
export async function startSide(
  side: HttpSide,
  context: BenchContext,
  { output, readyPath = '/' }: { output: 'pipe' | 'null'; readyPath?: string },
): Promise<RunningSide> {
  const port = await context.freePort();
  const metricsPort = await context.freePort();
  const process = context.spawnPinned({ cpu: 0, output, ...side.command({ port, metricsPort }) });
  const url = `http://127.0.0.1:${port}`;
  await waitForAnswer(`${url}${readyPath}`, process);
  return { side, url: `${url}/`, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`, process, backend: { port } };
}
