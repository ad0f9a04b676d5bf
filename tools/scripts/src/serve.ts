import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { watchStarters } from './starters.ts';

/*
 * The `serve` target of a service: runs its sources as they are, restarts on a change of the service or
 * of a library it imports, and ends with whoever started it. With `--program=ARGUMENT` the project is no
 * server but a program that is given that argument.
 */

const HOST = '127.0.0.1';
const ROOT = join(import.meta.dirname, '../../..');
/** In-flight requests may hold up a restart so long. */
const RELOAD_DRAIN_MS = 1000;
/** How often it is checked that the one who started us is still there. */
const STARTERS_CHECK_MS = 500;
const KILL_AFTER_MS = 3000;
const SERVE_DIR = join(ROOT, '.slipway/serve');
const KEY_FILE = join(SERVE_DIR, 'development-key');

/** A random key, made at the first serve and shared by the services of this workspace; ignored by git. */
function ensureKey(): string {
  mkdirSync(dirname(KEY_FILE), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(KEY_FILE, `${randomBytes(24).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  // Another service may be writing it at this moment.
  if (readFileSync(KEY_FILE, 'utf8').trim() === '') throw new Error(`${KEY_FILE} is empty; remove it and serve again`);
  return KEY_FILE;
}

/** A program starts together with the services that it asks: it tries again until they are there. */
const PROGRAM_DEFAULTS: NodeJS.ProcessEnv = { RETRIES: '6', INTERVAL_MS: '15000' };

/** Settings that let the services find each other; what the caller's environment says goes first. */
function toEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const key = ensureKey();
  const defaults: NodeJS.ProcessEnv = {
    HOST,
    // Nx stands between the service and the terminal, so that the service sees none.
    LOG_FORMAT: 'pretty',
    SHUTDOWN_TIMEOUT_MS: String(RELOAD_DRAIN_MS),
    EXTERNAL_LOGS_URL: `http://${HOST}:5001/logs`,
    EXTERNAL_INTEGRATION_KEY_FILE: key,
    EXTERNAL_INTEGRATION_KEY_DEVELOPMENT_FILE: key,
    LOGS_API_KEY_DEVELOPMENT_FILE: key,
    API_BASE_URL: `http://${HOST}:5000`,
    SERVICE_URL: `http://${HOST}:5000`,
    DATA_SERVICE_URL: `http://${HOST}:5001`,
    LOG_FILE: join(SERVE_DIR, 'health_check.log'),
    RESULTS_DIR: join(SERVE_DIR, 'health_check_results'),
  };
  for (const name of Object.keys(defaults)) {
    if (process.env[name.replace(/_FILE$/, '')]) delete defaults[name];
  }
  return { ...defaults, ...process.env, ...own };
}

/** Fails early and clearly, since a watcher would wait for a change of the sources instead. */
function checkPortIsFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(new Error(`port ${port} of ${HOST} cannot be had (${error.message})`)));
    probe.listen(port, HOST, () => probe.close(() => resolve()));
  });
}

async function serve(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '5000' },
      'metrics-port': { type: 'string', default: '9464' },
      program: { type: 'string' },
    },
  });
  const [project] = positionals;
  if (project === undefined) throw new Error('name the service');
  const { port, 'metrics-port': metricsPort, program } = values;
  const ports = program === undefined ? { PORT: port, METRICS_PORT: metricsPort } : {};
  for (const wanted of Object.values(ports)) await checkPortIsFree(Number(wanted));

  const args = ['--watch', '--watch-preserve-output', 'src/main.ts', ...(program === undefined ? [] : [program])];
  const child = spawn(process.execPath, args, {
    cwd: join(ROOT, 'apps', project),
    env: toEnvironment(program === undefined ? ports : { ...PROGRAM_DEFAULTS, ...process.env }),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  let isStopping = false;
  function stop(): void {
    if (isStopping) return;
    isStopping = true;
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS).unref();
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  const areStartersThere = watchStarters();
  setInterval(() => areStartersThere() || stop(), STARTERS_CHECK_MS).unref();
  child.on('exit', (code) => process.exit(isStopping ? 0 : (code ?? 1)));
}

serve().catch((error: Error) => {
  process.stderr.write(`serve: ${error.message}.\n`);
  process.exit(1);
});
