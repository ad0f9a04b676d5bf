import type { LogLevel, RootLogger } from '@slipway/logging';
import type { ProcessHost } from './process-host.ts';

/**
 * SIGUSR2 switches between the configured level and debug, so that a running service can be looked into
 * without a restart: `kill -USR2 <pid>`. Says so at warn while debug is in force, so that the line is seen
 * whatever the configured level drops. Windows knows no such signal.
 */
export function debugOnSignal(
  host: Pick<ProcessHost, 'on' | 'platform'>,
  logger: RootLogger,
  configured: () => LogLevel,
): void {
  if (host.platform === 'win32') return;
  host.on('SIGUSR2', () => {
    const next = logger.level() === 'debug' ? configured() : 'debug';
    const isLouder = next === 'debug';
    if (isLouder) logger.setLevel(next);
    logger.warn('log level changed', { logLevel: next, signal: 'SIGUSR2' });
    if (!isLouder) logger.setLevel(next);
  });
}
