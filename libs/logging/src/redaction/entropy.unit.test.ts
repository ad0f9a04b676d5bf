import { entropyOf } from './entropy.ts';

describe('entropyOf', () => {
  it.each([
    ['', 0],
    ['aaaa', 0],
    ['ab', 1],
    ['aab', 0.918_295_834],
    ['abcdefgh', 3],
    ['abababab', 1],
  ])('finds in %j %d bits for each character', (text, bits) => {
    expect(entropyOf(text)).toBeCloseTo(bits, 8);
  });
});
