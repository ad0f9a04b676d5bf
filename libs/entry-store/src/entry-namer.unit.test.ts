import fc from 'fast-check';
import { isEntryName, timeOfEntryName, toHorizon } from './entry-name.ts';
import { createEntryNamer } from './entry-namer.ts';

const T = Date.UTC(2026, 10, 21, 6, 30, 4, 123);
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

function aNamer(times: number[], options: { host?: string; startId?: string; counter?: number } = {}) {
  let index = 0;
  const now = () => times[Math.min(index++, times.length - 1)] as number;
  return createEntryNamer({ host: 'data-api-0', startId: 'abc', now, ...options });
}

/** Clocks as they are: many asks per millisecond, steps forward and back, jumps, and what is no time at all. */
const clocks = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: T, max: T + 5 }) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: LAST_MS }) },
    { weight: 1, arbitrary: fc.double({ min: T, max: T + 3, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(NaN, -1, -Infinity, Infinity, LAST_MS, LAST_MS + 1) },
  ),
  { minLength: 1, maxLength: 60 },
);

describe('createEntryNamer', () => {
  it('names by hour, time, order, host and start of the process', () => {
    expect(aNamer([T]).next()).toBe('20261121T06/20261121T063004123Z-00000001-data-api-0-abc.log');
  });

  it('gives unique, ascending, well formed names under any clock, also where the counter ends', () => {
    fc.assert(
      fc.property(clocks, fc.constantFrom(0, 99_999_990, 99_999_998, 99_999_999), (times, counter) => {
        // The last name there is belongs to the year 9999; nothing sorts after it.
        const namer = aNamer(counter === 0 ? times : times.filter((ms) => !(ms >= LAST_MS - 10)).concat(T), {
          counter,
        });
        const names = Array.from({ length: times.length + 15 }, () => namer.next());
        expect([...new Set(names)].sort()).toEqual(names);
        expect(names.every(isEntryName)).toBe(true);
      }),
    );
  });

  it('never goes back when the clock does, and follows it when it goes on', () => {
    const namer = aNamer([T, T - 3_600_000, T - 1, T + 1]);
    const times = Array.from({ length: 4 }, () => timeOfEntryName(namer.next()));
    expect(times).toEqual([T, T, T, T + 1]);
  });

  it('begins its counter again, a millisecond later, before it would need a ninth digit', () => {
    const namer = aNamer([T], { counter: 99_999_998 });
    expect([namer.next(), namer.next(), namer.next()]).toEqual([
      '20261121T06/20261121T063004123Z-99999999-data-api-0-abc.log',
      '20261121T06/20261121T063004124Z-00000001-data-api-0-abc.log',
      '20261121T06/20261121T063004124Z-00000002-data-api-0-abc.log',
    ]);
  });

  it('goes on after what is already there, never before', () => {
    const namer = aNamer([T]);
    namer.raiseTo(T + 5000);
    namer.raiseTo(T + 4000);
    namer.raiseTo(-Infinity);
    expect(timeOfEntryName(namer.next())).toBe(T + 5000);
  });

  it('begins in 1970 where the clock says less, or nothing, and cuts there', () => {
    const namer = aNamer([-5, NaN, 1, 1]);
    expect([namer.cut(), namer.cut(), namer.cut()]).toEqual([0, 0, 1]);
    expect(namer.next()).toBe('19700101T00/19700101T000000001Z-00000001-data-api-0-abc.log');
  });

  it('makes any host and start fit for a file name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), fc.string({ maxLength: 40 }), (host, startId) => {
        expect(isEntryName(aNamer([T], { host, startId }).next())).toBe(true);
      }),
    );
    expect(aNamer([T], { host: 'Pod/../..\\x_ü', startId: 'A-1' }).next()).toMatch(/-00000001-pod-\.-\.-x--a1\.log$/);
    expect(aNamer([T], { host: '', startId: '' }).next()).toMatch(/-00000001-host-0\.log$/);
    expect(aNamer([T], { host: 'x'.repeat(300), startId: 'y'.repeat(30) }).next()).toMatch(/-x{63}-y{16}\.log$/);
  });

  it('cuts after every name given and before every name to come, and promises its floor', () => {
    fc.assert(
      fc.property(clocks, fc.array(fc.constantFrom('next', 'cut', 'floor'), { maxLength: 40 }), (times, calls) => {
        const namer = aNamer(times.filter((ms) => !(ms >= LAST_MS - 10)).concat(T));
        let lastName = '';
        let promised = '';
        for (const call of calls) {
          if (call === 'next') {
            const name = namer.next();
            expect(name > promised && name > lastName).toBe(true);
            lastName = name;
          } else {
            const horizon = toHorizon(namer[call]());
            if (call === 'cut') expect(horizon > lastName).toBe(true);
            expect(horizon >= promised).toBe(true);
            promised = horizon;
          }
        }
      }),
    );
  });

  it('cuts at the clock where no name has that time yet', () => {
    const namer = aNamer([T, T, T + 7]);
    namer.next();
    expect(namer.cut()).toBe(T + 1);
    expect(namer.cut()).toBe(T + 7);
    expect(namer.cut()).toBe(T + 7);
  });
});
