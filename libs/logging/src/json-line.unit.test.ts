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

  it('redacts secrets at any depth', () => {
    const secrets = {
      authorization: 'canary',
      EXTERNAL_INTEGRATION_KEY_DEVELOPMENT: 'canary',
      headers: { 'x-api-key': 'canary', Cookie: 'canary', list: [{ password: 'canary' }] },
    };
    expect(format(aLine({ fields: secrets, bound: [{ token: 'canary' }] }))).not.toContain('canary');
  });
});
