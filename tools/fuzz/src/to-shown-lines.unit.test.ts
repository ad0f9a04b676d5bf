import { toShownLines } from './to-shown-lines.ts';

const OUTPUT = `Schemathesis v4
 ✅  Fuzzing (in 0.07s)

Test cases:
  57 generated, 57 passed

=== No issues found in 0.25s ===
`;

describe('toShownLines', () => {
  it('says how many cases there were when all held', () => {
    expect(toShownLines(OUTPUT, true)).toEqual(['57 generated, 57 passed']);
  });

  it('says so when the counts are told in another way', () => {
    expect(toShownLines('Schemathesis v5\n', true)).toEqual(['nothing found']);
  });

  it('shows everything when something was found', () => {
    expect(toShownLines(OUTPUT, false)).toEqual(OUTPUT.trimEnd().split('\n'));
  });
});
