import type { LogLine } from '@slipway/contracts';
import { toLogText } from './log-text.ts';

const line: LogLine = { time: '2026-01-01T00:00:00.000000000Z', release: 'web', pod: 'web-7f-x', container: 'app', line: 'hello' }; // prettier-ignore
const fields = { timestamp: '2026-01-01T10:20:30.456Z', level: 'info', message: 'listening', service: 'web', version: '1', port: 5000, requestId: 'r1' }; // prettier-ignore
const plain = { isColoured: false, isRaw: false };

describe('toLogText', () => {
  it('says whose line it is, once', () => {
    expect(toLogText(line, undefined, plain)).toBe('web 7f-x/app hello\n');
    expect(toLogText({ ...line, pod: 'other-1' }, undefined, plain)).toBe('web other-1/app hello\n');
  });

  it('shows a line of a service by time, level, message and what is left', () => {
    expect(toLogText(line, fields, plain)).toBe('web 7f-x/app 10:20:30.456 info  listening port=5000 requestId=r1\n');
  });

  it.each([
    ['raw', fields, { ...plain, isRaw: true }],
    ['that is JSON of something else', { hello: 'world' }, plain],
  ])('leaves a line %s as it is', (_title, found, options) =>
    expect(toLogText({ ...line, line: '{"a":1}' }, found, options)).toBe('web 7f-x/app {"a":1}\n'),
  );

  it('lets colours through on a terminal alone, and nothing that moves it anywhere', () => {
    const text = '\u001b[31mred\u001b[0m\u001b[2J\u0007\tend';
    expect(toLogText({ ...line, line: text }, undefined, plain)).toBe('web 7f-x/app red?[2J?\tend\n');
    const coloured = toLogText({ ...line, line: text }, undefined, { ...plain, isColoured: true });
    expect(coloured).toContain('\u001b[31mred\u001b[0m?[2J?\tend\n');
  });

  it('gives a pod the same colour each time', () => {
    const show = () => toLogText(line, undefined, { ...plain, isColoured: true });
    expect(show()).toBe(show());
    expect(show()).toMatch(/^\u001b\[\d+mweb 7f-x\/app\u001b\[39m hello\n$/);
  });
});
