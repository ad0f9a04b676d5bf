import {
  hourOf,
  isEntryName,
  isHour,
  timeOfEntryName,
  timeOfHour,
  toCompactTime,
  toEntryName,
  toHorizon,
} from './entry-name.ts';

const T = Date.UTC(2026, 10, 21, 6, 30, 4, 123);
const BASE = '20261121T063004123Z-00000001-data-api-0-abc.log';
const NAME = `20261121T06/${BASE}`;

describe('isEntryName', () => {
  it('takes a name with its hour', () => {
    expect(isEntryName(NAME)).toBe(true);
    expect(isEntryName('20240229T06/20240229T063004123Z-00000001-a-b.log')).toBe(true);
  });

  it.each([
    '../../etc/passwd',
    BASE,
    `/${BASE}`,
    `20261121T07/${BASE}`,
    `20261121T06-${BASE}`,
    `./${NAME}`,
    `${NAME}\n`,
    `${NAME}/../x`,
    `x${NAME}`,
    '20261121T06/20261121T063004123Z-00000001-..-b.log',
    '20261121T06/20261121T063004123Z-1-a-b.log',
    '20261121T06/20261121T063004123Z-100000000-a-b.log',
    '20261121T06/20261121T063004123Z-00000001-A-b.log',
    '20261121T06/20261121T063004123Z-00000001-a-b.txt',
    '20261121T06/20261121T066004123Z-00000001-a-b.log',
    '20261121T06/20261121T063060123Z-00000001-a-b.log',
    '20261121T24/20261121T243004123Z-00000001-a-b.log',
    '20261321T06/20261321T063004123Z-00000001-a-b.log',
    '20260021T06/20260021T063004123Z-00000001-a-b.log',
    '20260229T06/20260229T063004123Z-00000001-a-b.log',
    '20260431T06/20260431T063004123Z-00000001-a-b.log',
    '20261100T06/20261100T063004123Z-00000001-a-b.log',
    'health.log',
    '',
    `20261121T06/20261121T063004123Z-00000001-${'a'.repeat(64)}-b.log`,
    `20261121T06/20261121T063004123Z-00000001-a-${'b'.repeat(17)}.log`,
  ])('refuses %j', (name) => {
    expect(isEntryName(name)).toBe(false);
  });
});

describe('toEntryName', () => {
  it.each([
    [NAME, NAME],
    [BASE, NAME],
    [`20261121T07/${BASE}`, undefined],
    ['health.log', undefined],
  ])('makes %j into %j', (text, name) => {
    expect(toEntryName(text)).toBe(name);
  });
});

describe('isHour', () => {
  it.each([
    ['20261121T06', true],
    ['20261121T24', false],
    ['20260229T06', false],
    ['20240229T23', true],
    ['20261121T0', false],
    ['20261121T061', false],
    ['.20261121T06', false],
    ['lost+found', false],
  ])('says of %j: %s', (text, expected) => {
    expect(isHour(text)).toBe(expected);
  });
});

describe('times and hours in names', () => {
  it('are read from names with and without an hour', () => {
    expect([timeOfEntryName(NAME), timeOfEntryName(BASE)]).toEqual([T, T]);
    expect([hourOf(NAME), hourOf(BASE)]).toEqual(['20261121T06', '20261121T06']);
    expect(timeOfHour('20261121T06')).toBe(Date.UTC(2026, 10, 21, 6));
  });

  it('are written so that a horizon sorts after everything earlier and before everything later', () => {
    expect(toCompactTime(T)).toBe('20261121T063004123Z');
    expect(toHorizon(T)).toBe('20261121T06/20261121T063004123Z');
    expect(toHorizon(T) < NAME && NAME < toHorizon(T + 1)).toBe(true);
  });
});
