import type { LogLine } from '@slipway/contracts';
import { createFakeClock } from '@slipway/testing';
import { createLineRedactor } from './line-redactor.ts';
import { createLineWindow } from './line-window.ts';
import { createLogCursor } from './log-cursor.ts';
import { mergeSorted } from './merge-sorted.ts';
import { parseLogLine } from './parse-log-line.ts';
import { toFields } from './to-fields.ts';

const line = (time: string, text = time): LogLine => ({ time, release: 'web', pod: 'p', container: 'c', line: text });
async function all(lines: AsyncIterable<LogLine>): Promise<string[]> {
  const texts: string[] = [];
  for await (const one of lines) texts.push(one.line ?? '');
  return texts;
}

describe('parseLogLine', () => {
  it.each([
    ['2026-01-02T03:04:05.6Z hello', '2026-01-02T03:04:05.600000000Z', 'hello'],
    ['2026-01-02T03:04:05.678901234+02:00 a b', '2026-01-02T01:04:05.678901234Z', 'a b'],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000000000Z', ''],
  ])('reads %s', (raw, time, text) => expect(parseLogLine(raw)).toEqual({ time, text }));
  it('knows a line without a time', () => expect(parseLogLine('unable to retrieve logs')).toBeUndefined());
});

describe('createLogCursor', () => {
  it('remembers a bounded number of lines, and still doubles none', () => {
    const cursor = createLogCursor();
    const lines = Array.from({ length: 12_000 }, (_, index) => ({ time: `2026-01-01T00:00:00.${String(index).padStart(9, '0')}Z`, text: 'x' })); // prettier-ignore
    expect(lines.filter((one) => cursor.accept(one))).toHaveLength(lines.length);
    expect(cursor.resume()).toBe('2025-12-31T23:59:59.000Z');
    expect(lines.filter((one) => cursor.accept(one))).toEqual([]);
  });
});

describe('mergeSorted', () => {
  it('puts several logs in order of time', async () => {
    const of = async function* (...times: string[]) {
      for (const time of times) yield line(time);
    };
    expect(await all(mergeSorted([of('1', '4'), of(), of('2', '3', '5')]))).toEqual(['1', '2', '3', '4', '5']);
  });
});

describe('createLineWindow', () => {
  it('puts lines in order that come a little out of it, and ends', async () => {
    const window = createLineWindow({ clock: createFakeClock() });
    for (const time of ['2', '1', '3']) await window.push(line(time));
    window.close();
    expect(await all(window.lines())).toEqual(['1', '2', '3']);
  });

  it('takes no more than it may hold until somebody reads', async () => {
    const window = createLineWindow({ clock: createFakeClock(), mostLines: 4 });
    let pushed = 0;
    const pushing = (async () => {
      for (const time of ['1', '2', '3', '4']) {
        await window.push(line(time));
        pushed += 1;
      }
      window.close();
    })();
    await new Promise((resolve) => setImmediate(resolve));
    expect(pushed).toBe(2);
    expect(await all(window.lines())).toEqual(['1', '2', '3', '4']);
    await pushing;
  });

  it('tells a fault after the lines that came before it', async () => {
    const window = createLineWindow({ clock: createFakeClock() });
    await window.push(line('1'));
    window.close(new Error('gone'));
    await expect(all(window.lines())).rejects.toThrow('gone');
  });
});

describe('secrets', () => {
  it('are marked in text, over all lines of a private key', () => {
    const redact = createLineRedactor();
    const lines = ['password=canary1', '-----BEGIN PRIVATE KEY-----', 'canary2', '-----END PRIVATE KEY-----', 'ready'];
    expect(lines.map(redact).join('\n')).not.toContain('canary');
    expect(redact('ready')).toBe('ready');
  });

  it('are marked in fields, by name and by look, and nothing else is', () => {
    const fields = toFields(
      '{"level":"info","port":5000,"password":12345678,"inner":{"apiKey":"canary"},"list":["Bearer canary123"]}',
    );
    expect(fields).toEqual({ level: 'info', port: 5000, password: '(secret)', inner: { apiKey: '(secret)' }, list: ['Bearer (secret)'] }); // prettier-ignore
    expect(toFields('[1]')).toBeUndefined();
    expect(toFields('{not json}')).toBeUndefined();
  });
});
