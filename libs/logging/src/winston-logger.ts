import winston from 'winston';
import { isoTime } from './iso-time.ts';
import { createJsonLine } from './json-line.ts';
import type { FormatLine, Line } from './line.ts';
import type { LineSink } from './line-sink.ts';
import { createBufferedSink } from './line-sink.ts';
import type { LogLevel } from './log-level.ts';
import { LEVEL_RANK } from './log-level.ts';
import type { LogFields, Logger, RootLogger } from './logger.ts';
import { createPrettyLine } from './pretty-line.ts';
import { cleanJsonLine } from './redaction/clean-line.ts';
import { createExactSecrets } from './redaction/exact-secrets.ts';
import { currentContext } from './request-context.ts';

/** How lines look: `json` for machines, `pretty` for people, `auto` pretty on a terminal and json otherwise. */
export type LogFormat = 'json' | 'pretty' | 'auto';

/** Options of `createLogger`. */
export interface LoggerOptions {
  /** Default `info`. */
  level?: LogLevel;
  /** Default `auto`. */
  format?: LogFormat;
  /** Constant fields of every JSON line, for example `service`, which pretty lines show too; serialized once. */
  fields?: LogFields;
  /** Default: standard output, unbuffered. */
  sink?: LineSink;
  /**
   * Values that never appear in a line, such as the keys in force; asked for each line. Those of fewer
   * than 4 characters are not looked for. Default: none.
   */
  secrets?: () => readonly string[];
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
}

const LEVEL: unique symbol = Symbol.for('level');
const MESSAGE: unique symbol = Symbol.for('message');
const NOTHING: readonly LogFields[] = [];

/** Winston's types leave out the base class that its documentation tells to extend. */
const { Transport } = winston as unknown as { Transport: new () => winston.transport };

/** What travels through winston's streams: the line, and at the end its finished text. */
type Info = Line & { [LEVEL]: LogLevel; [MESSAGE]: string };

/**
 * A logger over winston: one logger, one transport, one format that writes the finished line. Levels
 * are checked before anything is built, since winston itself formats a line before it drops it.
 *
 * @example
 * const logger = createLogger({ level: 'info', fields: { service: 'backend-api' } });
 * logger.info('listening', { port: 5000 });
 */
export function createLogger(options: LoggerOptions = {}): RootLogger {
  const { format = 'auto', fields = {}, now = Date.now } = options;
  const sink = options.sink ?? createBufferedSink({ bufferBytes: 0 });
  const isPretty = format === 'pretty' || (format === 'auto' && process.stdout.isTTY === true);
  const secrets = createExactSecrets(options.secrets ?? (() => []));
  const formatLine = isPretty
    ? toSafe(createPrettyLine(fields), secrets.hide)
    : toSafe(createJsonLine(fields, secrets.hide), (text) => cleanJsonLine(text, secrets));
  const target = toWinston(formatLine, sink);
  let current = options.level ?? 'info';
  let rank = LEVEL_RANK[current];

  function write(level: LogLevel, message: string, extra: LogFields | undefined, bound: readonly LogFields[]): void {
    const info: Info = {
      [LEVEL]: level,
      [MESSAGE]: '',
      level,
      message,
      timeMs: now(),
      bound,
      fields: extra,
      context: currentContext(),
    };
    target.write(info);
  }
  function bind(bound: readonly LogFields[]): Logger {
    return {
      error: (message, extra) => void (rank >= LEVEL_RANK.error && write('error', message, extra, bound)),
      warn: (message, extra) => void (rank >= LEVEL_RANK.warn && write('warn', message, extra, bound)),
      info: (message, extra) => void (rank >= LEVEL_RANK.info && write('info', message, extra, bound)),
      debug: (message, extra) => void (rank >= LEVEL_RANK.debug && write('debug', message, extra, bound)),
      child: (more) => bind([...bound, more]),
      isEnabled: (level) => rank >= LEVEL_RANK[level],
    };
  }
  return {
    ...bind(NOTHING),
    setLevel(level) {
      current = level;
      rank = LEVEL_RANK[level];
    },
    level: () => current,
    flush: () => sink.flush(),
  };
}

/** Whatever happens, a line has its time and level: logging must not fail what is logged. */
function toSafe(formatLine: FormatLine, clean: (text: string) => string): FormatLine {
  return function safeLine(line) {
    try {
      return clean(formatLine(line));
    } catch {
      const { level, timeMs } = line;
      return `{"timestamp":"${isoTime(timeMs)}","level":"${level}","message":"[unserializable]"}`;
    }
  };
}

function toWinston(formatLine: FormatLine, sink: LineSink): winston.Logger {
  const format = {
    transform(info: Info) {
      info[MESSAGE] = `${formatLine(info)}\n`;
      return info;
    },
  };
  class SinkTransport extends Transport {
    /**
     * Lines go out at once and in order, so there is nothing for a stream to keep or to wait for: by way of
     * a Writable's own `write` each line would wait in a queue of ticks as well, a quarter of its cost.
     */
    override write(info: Info): boolean {
      sink.write(info[MESSAGE]);
      return true;
    }
    /** Winston takes no transport without it. */
    override log(info: Info, done: () => void): void {
      this.write(info);
      done();
    }
  }
  return winston.createLogger({
    levels: { ...LEVEL_RANK },
    level: 'debug', // The guard above decides; winston must not decide again.
    format: format as unknown as winston.Logform.Format,
    transports: [new SinkTransport()],
  });
}
