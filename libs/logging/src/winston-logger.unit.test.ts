import fs from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { runWithContext } from './request-context.ts';
import { createLogger } from './winston-logger.ts';
import type { LoggerOptions } from './winston-logger.ts';

function aLogger(options: LoggerOptions = {}) {
  const lines: string[] = [];
  const sink = { write: (line: string) => void lines.push(line), flush: () => void lines.push('flushed') };
  const logger = createLogger({ format: 'json', sink, now: () => 0, ...options });
  return { logger, lines, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('createLogger', () => {
  it('writes one line with a line break per call, at once', () => {
    const { logger, lines } = aLogger();
    logger.info('one', { a: 1 });
    logger.error('two');
    expect(lines).toEqual([
      '{"timestamp":"1970-01-01T00:00:00.000Z","level":"info","message":"one","a":1}\n',
      '{"timestamp":"1970-01-01T00:00:00.000Z","level":"error","message":"two"}\n',
    ]);
  });

  it('never looks at the fields of a dropped line', () => {
    const { logger, lines } = aLogger({ level: 'warn' });
    const look = jest.fn();
    logger.info('dropped', {
      get field() {
        return look();
      },
    });
    expect(lines).toEqual([]);
    expect(look).not.toHaveBeenCalled();
  });

  it.each([
    ['error', ['error']],
    ['warn', ['error', 'warn']],
    ['info', ['error', 'warn', 'info']],
    ['debug', ['error', 'warn', 'info', 'debug']],
  ] as const)('at %s writes %j', (level, expected) => {
    const { logger, parsed } = aLogger({ level });
    for (const each of ['error', 'warn', 'info', 'debug'] as const) logger[each](each);
    expect(parsed().map((line) => line['level'])).toEqual(expected);
    expect(logger.isEnabled('debug')).toBe(level === 'debug');
  });

  it('changes the level of every child at once', () => {
    const { logger, parsed } = aLogger({ level: 'error' });
    const child = logger.child({ part: 'a' }).child({ piece: 'b' });
    child.debug('before');
    logger.setLevel('debug');
    child.debug('after');
    expect(parsed()).toMatchObject([{ message: 'after', part: 'a', piece: 'b' }]);
  });

  it('puts the request in whose course a line is written on the line', async () => {
    const { logger, parsed } = aLogger();
    await runWithContext({ requestId: 'r-7' }, async () => {
      await Promise.resolve();
      logger.info('inside');
    });
    logger.info('outside');
    expect(parsed()[0]).toMatchObject({ requestId: 'r-7' });
    expect(parsed()[1]).not.toHaveProperty('requestId');
  });

  it('lets a line written while a line is written follow it', () => {
    const { logger, parsed } = aLogger();
    logger.info('outer', {
      get field() {
        logger.info('inner');
        return 1;
      },
    });
    expect(
      parsed()
        .map((line) => line['message'])
        .sort(),
    ).toEqual(['inner', 'outer']);
  });

  it('says which level is in force', () => {
    const { logger } = aLogger();
    expect(logger.level()).toBe('info');
    logger.setLevel('warn');
    expect([logger.level(), logger.isEnabled('info')]).toEqual(['warn', false]);
    expect(aLogger({ level: 'debug' }).logger.level()).toBe('debug');
  });

  it('writes time and level of a line that cannot be made', () => {
    const { logger, lines } = aLogger();
    const message = {
      toString: () => {
        throw new Error('no');
      },
    };
    logger.warn(message as unknown as string);
    logger.info('next');
    expect(lines[0]).toBe('{"timestamp":"1970-01-01T00:00:00.000Z","level":"warn","message":"[unserializable]"}\n');
    expect(lines[1]).toContain('"message":"next"');
  });

  it('is pretty on a terminal and JSON elsewhere', () => {
    const terminal = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY');
    const first = (isTTY: boolean) => {
      Object.defineProperty(process.stdout, 'isTTY', { value: isTTY, configurable: true });
      const { logger, lines } = aLogger({ format: 'auto' });
      logger.info('hello');
      return lines[0];
    };
    expect([first(true)?.startsWith('{'), first(false)?.startsWith('{')]).toEqual([false, true]);
    if (terminal) Object.defineProperty(process.stdout, 'isTTY', terminal);
    else delete (process.stdout as { isTTY?: boolean }).isTTY;
  });

  it('writes to standard output by the system clock unless told otherwise', () => {
    const write = jest.spyOn(fs, 'writeSync').mockImplementation((() => 99) as typeof fs.writeSync);
    jest.spyOn(Date, 'now').mockReturnValue(5);
    createLogger({ format: 'json' }).info('hello');
    expect(write.mock.calls[0]).toEqual([
      1,
      '{"timestamp":"1970-01-01T00:00:00.005Z","level":"info","message":"hello"}\n',
    ]);
    jest.restoreAllMocks();
  });

  it('shows the request, bound fields and errors without a stack in pretty form', () => {
    const { logger, lines } = aLogger({ format: 'pretty' });
    const error = Object.assign(new Error('why'), { stack: undefined });
    runWithContext({ requestId: 'r-123456789' }, () =>
      logger.child({ part: 'a' }).info('hello', { list: [1], none: undefined, error, password: 'cnry' }),
    );
    logger.debug('dropped');
    logger.info('alone');
    const plain = lines.map((line) => stripVTControlCharacters(line));
    expect(plain).toEqual([
      '00:00:00.000 info  hello part=a list=[1] password=[redacted] request=r-123456\nError: why\n',
      '00:00:00.000 info  alone\n',
    ]);
  });

  it('names the service in pretty form, and no other constant field', () => {
    const { logger, lines } = aLogger({ format: 'pretty', fields: { service: 'data-api', version: '1' } });
    logger.info('hello', { a: 1 });
    expect(stripVTControlCharacters(lines.join(''))).toBe('00:00:00.000 info  data-api hello a=1\n');
  });

  it('flushes its sink', () => {
    const { logger, lines } = aLogger();
    logger.flush();
    expect(lines).toEqual(['flushed']);
  });

  it('lets no text from outside start a line or move the cursor in pretty form', () => {
    const { logger, lines } = aLogger({ format: 'pretty' });
    logger.warn('a\n2026 info forged\u001b[2J', { path: '/x\r\ny' });
    const [line = ''] = lines;
    expect(line.trimEnd().split('\n')).toHaveLength(1);
    expect(line).not.toContain('\u001b[2J');
  });

  it('shows the stack of an error on lines of its own in pretty form', () => {
    const { logger, lines } = aLogger({ format: 'pretty' });
    logger.error('failed', { error: new Error('why'), token: 'canary' });
    expect(lines.join('')).toContain('\nError: why\n');
    expect(lines.join('')).not.toContain('canary');
  });
});
