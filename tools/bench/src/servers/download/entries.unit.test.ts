import { toBlocks, toLine } from './entries.ts';

describe('the entries of a download', () => {
  it('are numbered lines of one length, each a JSON object', () => {
    const lines = Buffer.concat([...toBlocks(200_000)])
      .toString()
      .split('\n');
    expect(lines.pop()).toBe('');
    expect(new Set(lines.map(({ length }) => length))).toEqual(new Set([toLine(0).length - 1]));
    expect(lines.map((line) => JSON.parse(line).file)).toEqual(lines.map((_line, n) => JSON.parse(toLine(n)).file));
    expect(new Set(lines).size).toBe(lines.length);
  });

  it.each([
    [1, 1],
    [65_536, 2],
    [200_000, 4],
  ])('of at least %i bytes come in %i blocks', (bytes, count) => {
    const blocks = [...toBlocks(bytes)];
    expect(blocks).toHaveLength(count);
    expect(Buffer.concat(blocks).length).toBeGreaterThanOrEqual(bytes);
  });
});
