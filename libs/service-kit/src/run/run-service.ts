import { flushCompileCache } from 'node:module';
import type { Health } from '@slipway/health';
import { createHealth } from '@slipway/health';
import type { LogLevel, RootLogger } from '@slipway/logging';
import { createBufferedSink, createLogger, createStreamSink } from '@slipway/logging';
import type { Service } from '../create-service.ts';
import type { ServiceSettings } from '../settings/service-settings.ts';
import { findServiceFaults, serviceSettings } from '../settings/service-settings.ts';
import type { SettingTable, SettingValues } from '../settings/setting.ts';
import type { Settings } from '../settings/settings.ts';
import { loadSettings } from '../settings/settings.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { runCheck } from './run-check.ts';
import type { RunningService } from './start-service.ts';
import { startService } from './start-service.ts';

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

/** Exit codes of a service. 0 also stands for a drain that ended well after SIGTERM or SIGINT. */
export const ServiceExitCodes = {
  ok: 0,
  /** The start failed, the process crashed, or the drain had to cut requests off. */
  failed: 1,
  /** Wrong use of the command line (sysexits.h, EX_USAGE). */
  usage: 64,
  /** The settings have faults (sysexits.h, EX_CONFIG). */
  settings: 78,
} as const;

/**
 * The program of a service: `main.js` serves, `main.js --check URL...` asks URLs, `main.js --warm` loads
 * everything, writes the compile cache and ends. Only a service's `main.ts` calls this.
 */
export async function runService<S extends SettingTable>(definition: ServiceDefinition<S>): Promise<void> {
  const [mode, ...args] = process.argv.slice(2);
  if (mode === '--warm') return flushCompileCache();
  if (mode === '--check') {
    process.exitCode = await runCheck(args, (line) => void process.stdout.write(`${line}\n`));
    return;
  }
  if (mode !== undefined) {
    process.stderr.write(`${definition.name}: unknown argument ${mode}; use --check URL... or --warm.\n`);
    process.exitCode = ServiceExitCodes.usage;
    return;
  }
  await serve(definition);
}

async function serve<S extends SettingTable>(definition: ServiceDefinition<S>): Promise<void> {
  const settings = readOrExit(definition);
  const values = settings.values as SettingValues<ServiceSettings>;
  const logger = toLogger(definition.name, values);
  const health = createHealth();
  const target: Stoppable = {};
  exitOnCrash(logger);
  stopOnSignal(target, logger);
  try {
    const { service, close } = await definition.create({ settings, logger, health });
    target.close = close;
    health.onChange(({ isReady, reasons }) =>
      isReady ? logger.info('ready again') : logger.warn('not ready', { reasons }),
    );
    const { port, metricsPort } = (target.running = await startService(service, values));
    applyChanges(settings as unknown as Settings<ServiceSettings>, logger);
    logger.info('listening', { port, metricsPort, version: values.SERVICE_VERSION, pid: process.pid });
  } catch (error) {
    logger.error('start failed', { error });
    exit(logger, ServiceExitCodes.failed);
  }
}

function readOrExit<S extends SettingTable>(definition: ServiceDefinition<S>): Settings<S & ServiceSettings> {
  const table = { ...serviceSettings, ...definition.settings };
  try {
    return loadSettings(table, {
      findFaults: (values) => [
        ...findServiceFaults(values as SettingValues<ServiceSettings>),
        ...(definition.findFaults?.(values) ?? []),
      ],
    });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const format = process.env['LOG_FORMAT'] === 'pretty' ? 'pretty' : 'auto';
    const logger = createLogger({
      format,
      fields: { service: definition.name },
      sink: createStreamSink(process.stderr),
    });
    for (const fault of error.faults) logger.error(`setting ${fault}`);
    const count = error.faults.length;
    logger.error(`cannot start: ${count} ${count === 1 ? 'setting has a fault' : 'settings have faults'}`);
    return process.exit(ServiceExitCodes.settings);
  }
}

function toLogger(service: string, values: SettingValues<ServiceSettings>): RootLogger {
  const { LOG_LEVEL: level, LOG_FORMAT: format, LOG_BUFFER_BYTES: bufferBytes } = values;
  const sink = bufferBytes > 0 ? createBufferedSink({ bufferBytes }) : createStreamSink(process.stdout);
  return createLogger({ level: level as LogLevel, format: format as 'auto', fields: { service }, sink });
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

/** What is to be stopped; filled while the service starts. */
interface Stoppable {
  running?: RunningService;
  close?: (() => Promise<void> | void) | undefined;
}

/**
 * Listens from the very start: as first process of a container, a program without a listener would not
 * feel the signal at all. A second signal ends the drain at once.
 */
function stopOnSignal(target: Stoppable, logger: RootLogger): void {
  const force = new AbortController();
  let isStopping = false;
  async function stop(signal: NodeJS.Signals): Promise<void> {
    if (isStopping) return force.abort();
    isStopping = true;
    if (target.running === undefined) exit(logger, ServiceExitCodes.ok);
    logger.info('draining', { signal });
    const { isComplete, cutRequests } = await target.running.stop(force.signal);
    await target.close?.();
    if (isComplete) logger.info('stopped');
    else logger.error('stopped before every request was answered', { cutRequests });
    exit(logger, isComplete ? ServiceExitCodes.ok : ServiceExitCodes.failed);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
}

function exitOnCrash(logger: RootLogger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      logger.error('crashed', { event, error });
      exit(logger, ServiceExitCodes.failed);
    });
  }
}

function exit(logger: RootLogger, code: number): never {
  logger.flush();
  return process.exit(code);
}
