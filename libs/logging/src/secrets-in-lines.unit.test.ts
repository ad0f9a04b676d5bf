import fc from 'fast-check';
import { createLogger } from './winston-logger.ts';
import type { LoggerOptions } from './winston-logger.ts';

const CANARY = 'cnry-4f"\\\u2028\n%/9';

/** Every way in which text may stand for the canary. */
const TRACES = /cnry-4f/;

function logged(fields: Record<string, unknown>, options: LoggerOptions = {}, message = 'message'): string {
  let text = '';
  const sink = { write: (line: string) => void (text += line), flush: () => undefined };
  const logger = createLogger({ level: 'debug', format: 'json', sink, now: () => 0, ...options });
  logger.child({ bound: 1, ...fields }).info(message, fields);
  return text;
}

const secretName = fc.constantFrom(
  'password',
  'DB_PASSWORD',
  'apiKey',
  'x-api-key',
  'Authorization',
  'set-cookie',
  'client_secret',
  'accessToken',
  'EXTERNAL_INTEGRATION_KEY_STAGING',
  'connectionString',
  'sessionId',
  'SENTRY_DSN',
);
const harmlessName = fc.constantFrom('a', 'path', 'items', 'headers', 'error', 'value', 'name', '__proto__', '0', '');
const harmless = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.bigInt(),
);

/** Puts a value into something that may stand around it in a log call. */
const wrap = (inner: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.tuple(harmlessName, inner, harmless).map(([name, value, other]) => ({ other, [name]: value })),
    fc.tuple(inner, harmless).map(([value, other]) => [other, value, other]),
    fc.tuple(harmlessName, inner).map(([name, value]) => new Map([[name, value]])),
    inner.map((value) => new Set([value])),
    inner.map((value) => ({
      get field() {
        return value;
      },
    })),
    inner.map((value) => ({ toJSON: () => value })),
    inner.map((value) => new Error('outer', { cause: value })),
    inner.map((value) => new AggregateError([value], 'several')),
    inner.map((value) => Object.assign(Object.create(null) as object, { value })),
    inner.map((value) => new Proxy({ value }, {})),
  );

/** The canary as a log call may carry it under a secret name. */
const underSecretName = fc
  .tuple(
    secretName,
    fc.constantFrom<(value: string) => unknown>(
      String,
      (v) => [v],
      (v) => ({ v }),
      (v) => Buffer.from(v),
      (v) => new Error(v),
    ),
  )
  .chain(([name, as]) =>
    fc.constantFrom<unknown>(
      { [name]: as(CANARY) },
      new Map([[name, as(CANARY)]]),
      [name, CANARY],
      { name, value: as(CANARY) },
      {
        get [name]() {
          return as(CANARY);
        },
      },
      { toJSON: () => ({ [name]: as(CANARY) }) },
      new Error('why', { cause: { [name]: as(CANARY) } }),
    ),
  );

const nested = (inner: fc.Arbitrary<unknown>) =>
  fc.oneof(inner, wrap(inner), wrap(wrap(inner)), wrap(wrap(wrap(inner))));

describe('a line', () => {
  it('never holds what stands under a secret name, however deep and in whatever it is wrapped', () => {
    fc.assert(
      fc.property(nested(underSecretName), (value) => {
        const text = logged({ value });
        expect(text).not.toMatch(TRACES);
        for (const line of text.trimEnd().split('\n')) JSON.parse(line);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('never holds a known secret, under whatever name and in whatever writing', () => {
    const inText = fc.constantFrom<(secret: string) => unknown>(
      (secret) => secret,
      (secret) => `before ${secret} after`,
      (secret) => JSON.stringify({ secret }),
      (secret) => JSON.stringify(JSON.stringify({ secret })),
      (secret) => `http://host/?q=${encodeURIComponent(secret)}`,
      (secret) => ({ [secret]: 1 }),
      (secret) => new Map([[secret, 1]]),
      (secret) => new Error(secret),
      (secret) => ({ nested: [{ deep: secret }] }),
    );
    fc.assert(
      fc.property(nested(inText.map((as) => as(CANARY))), inText, (value, asMessage) => {
        const message = asMessage(CANARY);
        const text = logged(
          { value },
          { secrets: () => ['other-secret', CANARY] },
          typeof message === 'string' ? message : 'message',
        );
        expect(text).not.toMatch(TRACES);
        for (const line of text.trimEnd().split('\n')) JSON.parse(line);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('never holds a known secret of any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 16, maxLength: 40 }), (secret) => {
        const text = logged({ a: secret, b: [`x${secret}y`] }, { secrets: () => [secret] }, `m ${secret}`);
        for (const line of text.trimEnd().split('\n')) {
          const parsed = JSON.parse(line) as Record<string, unknown>;
          expect(JSON.stringify(parsed)).not.toContain(JSON.stringify(secret).slice(1, -1));
          expect(line).not.toContain(secret);
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it.each([
    ['a number', { port: 12345678 }, '12345678', { port: '[redacted]' }],
    ['a part of a number', { port: 9123456.5 }, '1234', { port: '[redacted]' }],
    ['the value of one field', { a: 'x my-secret y' }, 'my-secret', { a: 'x [redacted] y' }],
    ['a name', { 'my-canary': 1 }, 'my-canary', { '[redacted]': 1 }],
  ])('hides a known secret that is %s and leaves the rest', (_title, fields, secret, expected) => {
    const [line = ''] = logged(fields, { secrets: () => [secret] }).split('\n');
    expect(JSON.parse(line)).toEqual({
      timestamp: '1970-01-01T00:00:00.000Z',
      level: 'info',
      message: 'message',
      bound: 1,
      ...expected,
    });
  });

  it('keeps time and level alone when a secret lies across its own signs', () => {
    const [line = ''] = logged({ a: 1 }, { secrets: () => ['"message":"message","bound"'] }).split('\n');
    expect(JSON.parse(line)).toEqual({ timestamp: '1970-01-01T00:00:00.000Z', level: 'info', message: '[redacted]' });
  });

  it('hides the longer of two secrets whole when one is part of the other', () => {
    expect(logged({ a: 'secret-and-more' }, { secrets: () => ['secret', 'secret-and-more'] })).not.toMatch(
      /secret|more/,
    );
  });

  it('does not look for values of fewer than 4 characters, nor for what is no text', () => {
    const secrets = () => ['abc', '', undefined as unknown as string];
    expect(logged({ a: 'abc' }, { secrets })).toContain('"a":"abc"');
    expect(logged({ a: 'abcd' }, { secrets: () => ['abcd'] })).not.toContain('abcd');
  });

  it('asks for the secrets anew for each line', () => {
    const lines: string[] = [];
    const secrets = ['first-secret'];
    const sink = { write: (line: string) => void lines.push(line), flush: () => undefined };
    const logger = createLogger({ format: 'json', sink, secrets: () => secrets });
    logger.info('first-secret second-secret');
    secrets[0] = 'second-secret';
    logger.info('first-secret second-secret');
    secrets.push('first-secret');
    logger.info('first-secret second-secret');
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
      '[redacted] second-secret',
      'first-secret [redacted]',
      '[redacted] [redacted]',
    ]);
  });

  it('hides a known secret that lies across the place where text is cut', () => {
    const secret = 'q'.repeat(40);
    const text = logged({ a: `${'a '.repeat(4080)}${secret} tail`, b: 'z '.repeat(6000) }, { secrets: () => [secret] });
    expect(text).not.toContain('qqq');
    expect(text).toContain('... [cut,');
  });

  it('knows no secret in pretty form either', () => {
    const text = logged(
      { a: CANARY, password: 'cnry-4f', url: 'http://u:cnry-4f@h', error: new Error(`x ${CANARY}`) },
      { format: 'pretty', secrets: () => [CANARY, 'cnry-4f'] },
      `m ${CANARY} Bearer cnry-4f`,
    );
    expect(text).not.toMatch(TRACES);
    expect(text).toContain('url=http://[redacted]@h');
  });

  it.each([
    ['a message', 'to postgres://u:cnry-4f@h', {}],
    ['a field', 'm', { url: 'postgres://u:cnry-4f@h' }],
    ['an error', 'm', { error: new Error('Authorization: Bearer cnry-4f') }],
    ['the cause of an error', 'm', { error: new Error('a', { cause: new Error('token=cnry-4f') }) }],
    ['a list', 'm', { argv: ['--url', 'http://u:cnry-4f@h'] }],
  ])('takes what looks secret out of %s', (_title, message, fields) => {
    expect(logged(fields, {}, message)).not.toMatch(TRACES);
  });
});
