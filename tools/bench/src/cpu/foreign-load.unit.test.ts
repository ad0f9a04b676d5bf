import { foreignLoad } from './foreign-load.ts';

const before = { busyMs: 1000, totalMs: 5000, ownMs: 400 };

describe('foreignLoad', () => {
  it('is the part of the machine that neither idled nor worked for us', () => {
    expect(foreignLoad(before, { busyMs: 2500, totalMs: 7000, ownMs: 1500 })).toBe(0.2);
  });

  it('is 0 where our own count is the finer one', () => {
    expect(foreignLoad(before, { busyMs: 2000, totalMs: 7000, ownMs: 1405 })).toBe(0);
  });

  it('is 0 where nothing can be read', () => {
    expect(foreignLoad({ busyMs: 0, totalMs: 0, ownMs: 0 }, { busyMs: 0, totalMs: 0, ownMs: 0 })).toBe(0);
  });
});
