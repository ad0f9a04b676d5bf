import { flushCompileCache } from 'node:module';
import type { Health, Readiness } from '@slipway/health';
import { createHealth, createLoopWatch } from '@slipway/health';
import type { LogLevel, RootLogger } from '@slipway/logging';
import { createBufferedSink, createLogger, createStreamSink } from '@slipway/logging';
import type { Service } from '../create-service.ts';
import type { ServiceSettings } from '../settings/service-settings.ts';
import { findServiceFaults, serviceSettings } from '../settings/service-settings.ts';
import type { SettingTable, SettingValues } from '../settings/setting.ts';
import type { Settings } from '../settings/settings.ts';
import { loadSettings } from '../settings/settings.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { debugOnSignal } from './debug-on-signal.ts';
import { exit, ServiceExitCodes } from './exit-codes.ts';
import { exitOnCrash } from './exit-on-crash.ts';
import type { ProcessHost } from './process-host.ts';
import { runCheck } from './run-check.ts';
import { createServiceLogger } from './service-logger.ts';
import { startService } from './start-service.ts';
import type { Stoppable } from './stop-on-signal.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import { toHelp } from './to-help.ts';

export { ServiceExitCodes } from './exit-codes.ts';

/** What `runService` hands to a service that builds itself. */
export interface ServiceContext<S extends SettingTable> {
  settings: Settings<S & ServiceSettings>;
  logger: RootLogger;
  health: Health;
}

/** A service as its `main.ts` describes it. */
export interface ServiceDefinition<S extends SettingTable> {
  name: string;
  /** Its own settings; those that every service has are added. */
  settings: S;
  /** Faults that lie between settings. */
  findFaults?: (values: SettingValues<S & ServiceSettings>) => string[];
  /** Makes clients and stores, and the service out of them. May give what is to be ended after the drain. */
  create(context: ServiceContext<S>): Promise<{ service: Service; close?: () => Promise<void> | void }>;
}

/** Where a program runs; for tests. */
export interface RunServiceOptions {
  /** Default: this process. */
  host?: ProcessHost;
  /** Makes what takes the log lines. Default: standard output. */
  createSink?: typeof createBufferedSink;
}

/**
 * The program of a service: `main.js` serves, `main.js --check URL...` asks URLs, `main.js --warm` loads
 * everything, writes the compile cache and ends, `main.js --help` shows calls and settings. Only a service's `main.ts` calls this.
 */
export async function runService<S extends SettingTable>(
  definition: ServiceDefinition<S>,
  { host = process, createSink = createBufferedSink }: RunServiceOptions = {},
): Promise<void> {
  const [mode, ...args] = host.argv.slice(2);
  if (mode === '--warm') return flushCompileCache();
  if (mode === '--check') {
    host.exitCode = await runCheck(args, (line) => void host.stdout.write(`${line}\n`));
    return;
  }
  if (mode === '--help') {
    host.stdout.write(toHelp(definition.name, { ...serviceSettings, ...definition.settings }));
    return;
  }
  if (mode !== undefined) {
    host.stderr.write(`${definition.name}: unknown argument ${mode}; use --check URL..., --warm or --help.\n`);
    host.exitCode = ServiceExitCodes.usage;
    return;
  }
  await serve(definition, host, createSink);
}

async function serve<S extends SettingTable>(
  definition: ServiceDefinition<S>,
  host: ProcessHost,
  createSink: typeof createBufferedSink,
): Promise<void> {
  const table = { ...serviceSettings, ...definition.settings };
  const settings = readSettingsOrTell(definition, table, host);
  if (settings === undefined) return host.exit(ServiceExitCodes.settings);
  const common = settings as unknown as Settings<ServiceSettings>;
  const { values } = common;
  const sink = createSink({ bufferBytes: values.LOG_BUFFER_BYTES });
  const logger = createServiceLogger(definition.name, table, common, sink);
  for (const hint of settings.hints) logger.warn('unknown setting', { hint });
  const target: Stoppable = { timeoutMs: () => values.SHUTDOWN_TIMEOUT_MS };
  exitOnCrash(host, logger);
  stopOnSignal(host, target, logger);
  debugOnSignal(host, logger, () => values.LOG_LEVEL as LogLevel);
  const loop = createLoopWatch({ stallMs: values.LOOP_STALL_MS });
  const health = createHealth({ phase: 'starting', loop });
  loop.start();
  try {
    const { service, close } = await definition.create({ settings, logger, health });
    target.close = close;
    const running = await startService(service, values);
    target.stop = running.stop;
    health.moveTo('ready');
    const { isReady, reasons } = health.readiness();
    if (!isReady) logger.warn('not ready', { reasons });
    health.onChange((readiness) => tellReadiness(readiness, health, logger));
    applyChanges(common, logger);
    const { port, metricsPort } = running;
    logger.info('listening', { port, metricsPort, version: values.SERVICE_VERSION, pid: host.pid });
  } catch (error) {
    logger.error('start failed', { error });
    exit(host, logger, ServiceExitCodes.failed);
  }
}

/** The settings, or undefined once every fault is on standard error. */
function readSettingsOrTell<S extends SettingTable>(
  definition: ServiceDefinition<S>,
  table: S & ServiceSettings,
  { env, stderr }: ProcessHost,
): Settings<S & ServiceSettings> | undefined {
  try {
    return loadSettings(table, {
      env,
      findFaults: (values) => [
        ...findServiceFaults(values as SettingValues<ServiceSettings>),
        ...(definition.findFaults?.(values) ?? []),
      ],
    });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const format = env['LOG_FORMAT'] === 'pretty' ? 'pretty' : 'auto';
    const logger = createLogger({
      format,
      fields: { service: definition.name },
      sink: createStreamSink(stderr),
    });
    for (const fault of error.faults) logger.error(`setting ${fault}`);
    const count = error.faults.length;
    logger.error(`cannot start: ${count} ${count === 1 ? 'setting has a fault' : 'settings have faults'}`);
    return undefined;
  }
}

function tellReadiness({ isReady, reasons }: Readiness, health: Health, logger: RootLogger): void {
  if (isReady) logger.info('ready again');
  // "draining" has been said already.
  else if (health.phase() !== 'draining') logger.warn('not ready', { reasons });
}

/** Changed files of settings: what can take effect does, the rest is said once. */
function applyChanges(settings: Settings<ServiceSettings>, logger: RootLogger): void {
  settings.onChange((name) => {
    if (name === 'LOG_LEVEL') logger.setLevel(settings.values.LOG_LEVEL as LogLevel);
    logger.info('setting changed', { setting: name });
  });
  settings.watch({
    onRestartNeeded: (name) => logger.warn('restart needed', { setting: name }),
    onFault: (fault) => logger.warn('setting kept its former value', { fault }),
  });
}
