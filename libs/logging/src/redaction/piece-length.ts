/** Words as camel case cuts them, abbreviations and numbers. */
const PIECES = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+/g;

/** How long words and numbers of a text are on average; it must hold a letter or a digit. */
export function pieceLengthOf(text: string): number {
  const pieces = text.match(PIECES) as string[];
  return pieces.join('').length / pieces.length;
}
