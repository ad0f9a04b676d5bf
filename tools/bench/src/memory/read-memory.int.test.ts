import { parseKiB, readMemory, readPeakRss } from './read-memory.ts';

describe('parseKiB', () => {
  it('takes the line of the key itself', () => {
    expect(parseKiB('SwapPss:   7 kB\nPss:                1234 kB\nPss_Anon:   5 kB\n', 'Pss')).toBe(1234);
  });

  it('says what is missing', () => {
    expect(() => parseKiB('Rss:   5 kB\n', 'Pss')).toThrow('there is no Pss');
  });
});

describe('memory of this process', () => {
  it('is at most its peak, and shared pages count less', () => {
    const { rss, pss } = readMemory(process.pid);
    expect(pss).toBeGreaterThan(1024);
    expect(rss).toBeGreaterThanOrEqual(pss);
    expect(readPeakRss(process.pid)).toBeGreaterThan(rss / 2);
  });
});
