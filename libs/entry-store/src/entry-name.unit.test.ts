import { createEntryNamer, isEntryName, timeOfEntryName, toCompactTime } from './entry-name.ts';

const T = Date.UTC(2026, 10, 21, 6, 30, 4, 123);

function aNamer(times: number[], options: { notBeforeMs?: number; host?: string } = {}) {
  let index = 0;
  const now = () => times[Math.min(index++, times.length - 1)] as number;
  return createEntryNamer({ host: 'data-api-0', startId: 'abc', now, ...options });
}

describe('createEntryNamer', () => {
  it('names by time, order, host and start of the process', () => {
    expect(aNamer([T]).next()).toBe('20261121T063004123Z-00000001-data-api-0-abc.log');
  });

  it('stays unique and ascending within a millisecond', () => {
    const namer = aNamer([T]);
    const names = Array.from({ length: 5000 }, () => namer.next());
    expect(new Set(names).size).toBe(5000);
    expect([...names].sort()).toEqual(names);
  });

  it('never goes back when the clock does', () => {
    const namer = aNamer([T, T - 3_600_000, T - 1, T + 1]);
    const names = [namer.next(), namer.next(), namer.next(), namer.next()];
    expect([...names].sort()).toEqual(names);
    expect(timeOfEntryName(names[1] as string)).toBe(T);
    expect(timeOfEntryName(names[3] as string)).toBe(T + 1);
  });

  it('goes on after what is already there', () => {
    const namer = aNamer([T]);
    namer.raiseTo(T + 5000);
    expect(timeOfEntryName(namer.next())).toBe(T + 5000);
  });

  it('makes any host name fit for a file name', () => {
    expect(isEntryName(aNamer([T], { host: 'Pod/../..\\x_ü' }).next())).toBe(true);
    expect(isEntryName(aNamer([T], { host: '' }).next())).toBe(true);
    expect(isEntryName(aNamer([T], { host: 'x'.repeat(300) }).next())).toBe(true);
  });

  it('has a horizon after every name given and before every name to come', () => {
    const namer = aNamer([T, T, T, T - 5, T - 5, T + 9]);
    const first = namer.next();
    const horizon = namer.horizon();
    const second = namer.next();
    expect(first < horizon && horizon < second).toBe(true);
    const later = namer.horizon();
    expect(second < later && later < namer.next()).toBe(true);
  });
});

describe('isEntryName', () => {
  it.each([
    '../../etc/passwd',
    '20261121T063004123Z-00000001-a-b.log/../x',
    '20261121T063004123Z-00000001-..-b.log',
    '20261121T063004123Z-00000001-a-b.log\n',
    '20261121T063004123Z-1-a-b.log',
    'health.log',
    '',
    `20261121T063004123Z-00000001-${'a'.repeat(200)}-b.log`,
  ])('refuses %j', (name) => {
    expect(isEntryName(name)).toBe(false);
  });
});

describe('timeOfEntryName', () => {
  it('gives back the time of a name', () => {
    expect(timeOfEntryName(`${toCompactTime(T)}-00000001-a-b.log`)).toBe(T);
  });
});
