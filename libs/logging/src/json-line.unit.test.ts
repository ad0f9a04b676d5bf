import { createJsonLine } from './json-line.ts';
import type { Line } from './line.ts';

const aLine = (line: Partial<Line> = {}): Line => ({
  level: 'info',
  message: 'hello',
  timeMs: Date.UTC(2026, 10, 21, 6, 30, 4, 123),
  bound: [],
  fields: undefined,
  context: undefined,
  ...line,
});

describe('createJsonLine', () => {
  const format = createJsonLine({ service: 'backend-api' });
  const parse = (line: Partial<Line>) => JSON.parse(format(aLine(line))) as Record<string, unknown>;

  it('writes time, level, head and message in this order', () => {
    expect(format(aLine())).toBe(
      '{"timestamp":"2026-11-21T06:30:04.123Z","level":"info","service":"backend-api","message":"hello"}',
    );
  });

  it('puts request id and trace id of the context on the line', () => {
    const context = { requestId: 'r-1', traceId: 'a'.repeat(32) };
    expect(parse({ context })).toMatchObject({ requestId: 'r-1', traceId: 'a'.repeat(32) });
  });

  it('writes bound fields before those of the call', () => {
    expect(format(aLine({ bound: [{ a: 1 }, { b: 2 }], fields: { c: 3 } }))).toMatch(/"a":1,"b":2,"c":3}$/);
  });

  it.each([
    ['strings with quotes and line breaks', 'a"b\nc\u2028', 'a"b\nc\u2028'],
    ['numbers', 1.5, 1.5],
    ['numbers JSON has no word for', Number.NaN, 'NaN'],
    ['big integers', 10n, '10'],
    ['null', null, null],
    ['dates', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['nested values', { a: [1, { b: 2n }] }, { a: [1, { b: '2' }] }],
    ['sets', new Set([1, 2]), [1, 2]],
    ['buffers, by size only', Buffer.from('abc'), '[3 bytes]'],
  ])('writes %s', (_title, value, expected) => {
    expect(parse({ fields: { value } })).toHaveProperty('value', expected);
  });

  it('leaves out what JSON leaves out', () => {
    expect(Object.keys(parse({ fields: { a: undefined, b: () => 1, c: Symbol('c') } }))).not.toEqual(
      expect.arrayContaining(['a', 'b', 'c']),
    );
  });

  it('writes name, code, message, stack and cause of an error and nothing else of it', () => {
    const cause = new Error('refused');
    const error = Object.assign(new TypeError('broken', { cause }), {
      code: 'E_BROKEN',
      config: { headers: { Authorization: 'Bearer canary' } },
    });
    const { error: written } = parse({ fields: { error } }) as { error: Record<string, unknown> };
    expect(Object.keys(written)).toEqual(['name', 'code', 'message', 'stack', 'cause']);
    expect(written).toMatchObject({ name: 'TypeError', code: 'E_BROKEN', cause: { message: 'refused' } });
    expect(JSON.stringify(written)).not.toContain('canary');
  });

  it('marks a cycle instead of failing', () => {
    const value: Record<string, unknown> = { a: 1 };
    value['self'] = value;
    expect(parse({ fields: { value } })).toHaveProperty('value', { a: 1, self: '[circular]' });
  });

  it('loses a field whose getter throws, not the line', () => {
    const fields = {
      fine: 1,
      get broken() {
        throw new Error('no');
      },
    };
    expect(parse({ fields })).toMatchObject({ fine: 1, broken: '[unreadable]' });
  });

  it('writes a value that cannot be serialized as a mark', () => {
    const value = {
      toJSON: () => {
        throw new Error('no');
      },
    };
    expect(parse({ fields: { value } })).toHaveProperty('value', '[unserializable]');
  });

  it('keeps each key of a line single', () => {
    const text = format(aLine({ fields: { level: 'x', message: 'y' } }));
    expect(JSON.parse(text)).toMatchObject({ level: 'info', message: 'hello', level_: 'x', message_: 'y' });
  });

  it.each([
    [
      'maps, as objects',
      new Map<unknown, unknown>([
        ['a', 1],
        [2, 'b'],
        ['password', 'cnry'],
      ]),
      { a: 1, 2: 'b', password: '[redacted]' },
    ],
    ['pairs of a secret name', ['authorization', 'cnry'], ['authorization', '[redacted]']],
    ['longer lists', ['authorization', 'b', 'c'], ['authorization', 'b', 'c']],
    ['rows of a secret name', { name: 'DB_PASSWORD', value: 'cnry' }, { name: 'DB_PASSWORD', value: '[redacted]' }],
    ['rows of a harmless name', { name: 'HOST', value: 'db' }, { name: 'HOST', value: 'db' }],
    ['rows that are named otherwise', { header: 'Cookie', value: 'cnry' }, { header: 'Cookie', value: '[redacted]' }],
    ['rows without a value', { name: 'DB_PASSWORD' }, { name: 'DB_PASSWORD' }],
    ['typed arrays, by size only', new Uint16Array(4), '[8 bytes]'],
    ['array buffers, by size only', new ArrayBuffer(5), '[5 bytes]'],
    ['dates that are none', new Date(Number.NaN), null],
    [
      'holes and what JSON knows not in lists',
      [undefined, () => 1, Symbol('a'), Infinity],
      [null, null, null, 'Infinity'],
    ],
    ['objects without a prototype', Object.assign(Object.create(null) as object, { a: true }), { a: true }],
    ['URLs', new URL('http://u:cnry@h/p'), 'http://[redacted]@h/p'],
    ['negative infinity', -Infinity, '-Infinity'],
    ['false', false, false],
    ['proxies', new Proxy({ a: 1 }, {}), { a: 1 }],
    [
      'own keys that are called like the prototype',
      JSON.parse('{"__proto__":{"a":1}}'),
      JSON.parse('{"__proto__":{"a":1}}'),
    ],
  ])('writes %s, nested as well', (_title, value, expected) => {
    expect(parse({ fields: { value, nested: { deep: [value] } } })).toMatchObject({
      value: expected,
      nested: { deep: [expected] },
    });
  });

  it.each([
    [
      'a revoked proxy',
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      },
    ],
    [
      'a proxy that throws',
      () =>
        new Proxy(
          {},
          {
            ownKeys: () => {
              throw new Error('no');
            },
          },
        ),
    ],
    [
      'a key that cannot be text',
      () =>
        new Map([
          [
            {
              toString: () => {
                throw new Error('no');
              },
            },
            1,
          ],
        ]),
    ],
  ])('writes %s as a mark', (_title, aValue) => {
    expect(parse({ fields: { value: aValue(), after: 1 } })).toMatchObject({ value: '[unserializable]', after: 1 });
  });

  it('loses one nested getter that throws, not its neighbours', () => {
    const value = {
      a: 1,
      get b() {
        throw new Error('no');
      },
      c: 3,
    };
    expect(parse({ fields: { value } })['value']).toEqual({ a: 1, b: '[unreadable]', c: 3 });
  });

  it('follows the causes of an error so far, and the errors of several', () => {
    let error = new Error('0');
    for (let depth = 1; depth < 10; depth += 1) error = new Error(String(depth), { cause: error });
    const depth = (text: string) => text.split('"cause":').length - 1;
    expect(depth(format(aLine({ fields: { error } })))).toBe(5);
    const several = new AggregateError([new Error('first'), new Error('second')], 'all failed');
    expect(parse({ fields: { several } })).toMatchObject({
      several: { message: 'all failed', errors: [{ message: 'first' }, { message: 'second' }] },
    });
  });

  it('writes a code that is a number not at all, and other fields of an error neither', () => {
    const error = Object.assign(new Error('x'), { code: 5, response: 'cnry' });
    expect(Object.keys(parse({ fields: { error } })['error'] as object)).toEqual(['name', 'message', 'stack']);
  });

  it.each(['\u0000', '\u001b[2J', '\u007f', '\u0085', '\u2028', '\u2029', '\r\n', '\ud800', '\ud83d\ude00', '"', '\\'])(
    'keeps %j within one line, in message, field, name and list',
    (character) => {
      const text = `a${character}b`;
      const line = format(
        aLine({ message: text, fields: { value: text, list: [text], map: { [text]: 1 }, [text]: 2 } }),
      );
      expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/);
      expect(JSON.parse(line)).toMatchObject({
        message: text,
        value: text,
        list: [text],
        map: { [text]: 1 },
        [text]: 2,
      });
    },
  );

  it('cuts long text at 8192 characters and says how long it was', () => {
    const fits = 'x '.repeat(4096);
    expect(parse({ fields: { fits, long: `${fits}y` } })).toMatchObject({
      fits,
      long: `${fits}... [cut, 8193 characters]`,
    });
    expect(parse({ message: 'm'.repeat(10_000_000) })['message']).toBe(
      `${'m'.repeat(8192)}... [cut, 10000000 characters]`,
    );
  });

  it.each([
    ['a long list', Array.from({ length: 100_000 }, (_, index) => index)],
    ['a wide object', Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`field${index}`, index]))],
    [
      'a list without an end',
      {
        *[Symbol.iterator]() {
          for (;;) yield 1;
        },
        size: 1,
      },
    ],
    ['many long texts', Array.from({ length: 1000 }, () => 'y '.repeat(4000))],
    ['a large graph', Array.from({ length: 50 }, () => Array.from({ length: 50 }, () => ({ a: 1, b: { c: 2 } })))],
    ['10 MB in one text', 'z '.repeat(5_000_000)],
    ['10 MB of bytes', Buffer.alloc(10_000_000)],
  ])('bounds the line of %s', (_title, value) => {
    const line = format(aLine({ fields: { value, after: 1 } }));
    expect(line.length).toBeLessThan(60_000);
    expect(JSON.parse(line)).toMatchObject({ after: 1 });
  });

  it('writes 1000 values and marks the rest as cut', () => {
    const list = parse({ fields: { value: Array.from({ length: 1001 }, () => 7) } })['value'] as unknown[];
    expect([list.length, list[999], list[1000]]).toEqual([1001, 7, '[cut]']);
    const exact = parse({ fields: { value: Array.from({ length: 1000 }, () => 7) } })['value'] as unknown[];
    expect([exact.length, exact.at(-1)]).toEqual([1000, 7]);
    const object = parse({
      fields: { value: Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [`f${n}`, n])) },
    });
    expect(object['value']).toMatchObject({ f999: 999, '[cut]': true });
  });

  it('takes no more fields once a line is over 64 Ki characters, and says so', () => {
    const fields = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`f${index}`, 'x '.repeat(4000)]));
    const line = format(aLine({ fields }));
    expect(line.length).toBeLessThan(75_000);
    expect(JSON.parse(line)).toMatchObject({ cut: true, f7: expect.any(String) });
    expect(line).not.toContain('"f20"');
    expect(parse({ fields: { few: 1 } })).not.toHaveProperty('cut');
  });

  it('goes 8 levels deep', () => {
    let value: unknown = 'end';
    for (let depth = 0; depth < 8; depth += 1) value = { value };
    expect(format(aLine({ fields: { value } }))).toContain('"end"');
    expect(format(aLine({ fields: { value: { value } } }))).toContain('[too deep]');
  });

  it('writes the same object twice where it stands twice', () => {
    const shared = { a: 1 };
    expect(parse({ fields: { value: [shared, shared] } })).toHaveProperty('value', [{ a: 1 }, { a: 1 }]);
  });

  it('gives fields that are called like constant ones another name', () => {
    expect(parse({ fields: { service: 'x' } })).toMatchObject({ service: 'backend-api', service_: 'x' });
  });

  it('takes no field from the prototype of what it is given', () => {
    expect(format(aLine({ fields: Object.create({ inherited: 1 }) as Record<string, unknown> }))).not.toContain(
      'inherited',
    );
  });

  it('writes messages that are no text', () => {
    expect(parse({ message: Symbol('s') as unknown as string })['message']).toBe('Symbol(s)');
  });

  it('knows more names of fields than it remembers', () => {
    for (let index = 0; index < 1500; index += 1) {
      expect(parse({ fields: { [`name${index}`]: index, [`password${index}`]: 'cnry' } })).toMatchObject({
        [`name${index}`]: index,
        [`password${index}`]: '[redacted]',
      });
    }
  });

  it('redacts secrets at any depth', () => {
    const secrets = {
      authorization: 'canary',
      EXTERNAL_INTEGRATION_KEY_DEVELOPMENT: 'canary',
      headers: { 'x-api-key': 'canary', Cookie: 'canary', list: [{ password: 'canary' }] },
    };
    expect(format(aLine({ fields: secrets, bound: [{ token: 'canary' }] }))).not.toContain('canary');
  });
});
