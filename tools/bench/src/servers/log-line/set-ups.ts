import { createBufferedSink, createLogger } from '@slipway/logging';
import pino from 'pino';
import winston from 'winston';
import { lineFields, MESSAGE, SERVICE } from './line.ts';

/** A logger under test: `log` writes one line (or drops it, where its level is off). */
export interface SetUp {
  log(): void;
  flush?(): void;
  /** True where nothing is written. */
  isSilent?: boolean;
}

const BUFFER_BYTES = 4096;

/** Ours as every service has it: standard output, unbuffered. */
function ours(): SetUp {
  const logger = createLogger({ format: 'json', fields: { service: SERVICE } });
  return { log: () => logger.info(MESSAGE, lineFields()) };
}

function oursBuffered(): SetUp {
  const sink = createBufferedSink({ bufferBytes: BUFFER_BYTES });
  const logger = createLogger({ format: 'json', fields: { service: SERVICE }, sink });
  return { log: () => logger.info(MESSAGE, lineFields()), flush: () => logger.flush() };
}

function oursOff(): SetUp {
  const logger = createLogger({ format: 'json', fields: { service: SERVICE } });
  return { log: () => logger.debug(MESSAGE, lineFields()), isSilent: true };
}

/** Pino as fast as it gets without a buffer, set to write the same line. */
function pinoSync(): SetUp {
  const logger = pino(
    {
      base: { service: SERVICE },
      messageKey: 'message',
      formatters: { level: (level) => ({ level }) },
      timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    },
    pino.destination({ fd: 1, sync: true, minLength: 0 }),
  );
  return { log: () => logger.info(lineFields(), MESSAGE) };
}

/** What tutorials show. */
function tutorial(): SetUp {
  const logger = winston.createLogger({
    level: 'info',
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
    defaultMeta: { service: SERVICE },
    transports: [new winston.transports.Console()],
  });
  return { log: () => void logger.info(MESSAGE, lineFields()) };
}

/** Every set-up by its name on the command line. */
export const SET_UPS = {
  ours,
  'ours, 4 KiB buffer': oursBuffered,
  'ours, level off': oursOff,
  'pino, sync': pinoSync,
  'winston as in tutorials': tutorial,
} satisfies Record<string, () => SetUp>;

export type SetUpName = keyof typeof SET_UPS;
