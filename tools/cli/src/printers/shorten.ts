const MAX_LENGTH = 72;

/** A text on one line, long ones without their middle. `length`: characters. Pure. */
export function shorten(text: string, length = MAX_LENGTH): string {
  if (text.length <= length) return text;
  const head = Math.ceil((length - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (length - 1 - head))}`;
}

/** A value of an object on one line: texts in quotes, what is absent as such. Pure. */
export function toShortValue(value: unknown): string {
  return value === undefined || value === null ? '(absent)' : value === '(secret)' ? value : shorten(JSON.stringify(value)); // prettier-ignore
}
