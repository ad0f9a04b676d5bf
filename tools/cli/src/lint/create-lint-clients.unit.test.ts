import { isPresentOnly } from './create-lint-clients.ts';

describe('isPresentOnly', () => {
  it.each([
    ['1', true],
    ['True', true],
    ['0', false],
    ['', false],
    [undefined, false],
  ])('is for SLIPWAY_PRESENT_CHECKERS=%s: %s', (value, expected) => {
    expect(isPresentOnly({ SLIPWAY_PRESENT_CHECKERS: value })).toBe(expected);
  });
});
