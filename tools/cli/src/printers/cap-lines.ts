/** Longest line of an error: a list of many names is said, an argument of a megabyte is not. */
const LONGEST_LINE = 2000;

/** Text with no line longer than `most` characters. Pure. */
export function capLines(text: string, most: number = LONGEST_LINE): string {
  return text
    .split('\n')
    .map((line) => (line.length > most ? `${line.slice(0, most)}…` : line))
    .join('\n');
}

/** The same for all texts in a value. Pure. */
export function capAll(value: unknown): unknown {
  if (typeof value === 'string') return capLines(value);
  if (Array.isArray(value)) return value.map(capAll);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, capAll(entry)]));
}
