/** Text from outside, on one line and without anything that moves a terminal's cursor or changes its colours. Pure. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
}
