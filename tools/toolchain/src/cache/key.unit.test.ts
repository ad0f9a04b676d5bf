import { hashOf, keyOf } from './key.ts';

describe('hashOf', () => {
  it('is 12 hex digits and the same for the same parts', () => {
    expect(hashOf(['a', Buffer.from('b')])).toMatch(/^[0-9a-f]{12}$/);
    expect(hashOf(['a', 'b'])).toBe(hashOf(['a', Buffer.from('b')]));
  });
  it('tells apart parts that read the same when joined', () => {
    expect(hashOf(['ab', 'c'])).not.toBe(hashOf(['a', 'bc']));
  });
});

describe('keyOf', () => {
  it('starts with the version, made safe for a file name', () => {
    expect(keyOf('1.2/3:4', ['x'])).toBe(`1.2_3_4-${hashOf(['x'])}`);
  });
});
