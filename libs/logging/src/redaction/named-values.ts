import { REDACTED } from './redacted.ts';
import { isSecretKey } from './secret-key.ts';
import { isTimeOrUrl } from './time-or-url.ts';

const MAX_NAME_LENGTH = 64;
const NAME_CHARACTER = /[A-Za-z0-9_.$-]/;

/** Headers whose values go to the end of the line, with all their blanks. */
const HEADER = /-|authorization$|cookie$/i;

/** Up to here an unquoted value reaches. */
const BARE_VALUE = /[^\s"'`<>&;\\]*/y;
const REST_OF_LINE = /[^\r\n"'`\\]*/y;

/** Nothing to hide in these. */
const NO_VALUE = /^(?:null|undefined|true|false|\[redacted\].*)?$/;

/**
 * Takes out values that stand beside a secret name (`isSecretKey`): `password=x`, `?token=x&`,
 * `"apiKey":"x"` also in JSON inside JSON, `apiKey: 'x'`, headers (`X-Api-Key: x`) and lines that are
 * nothing but `password: x`. Prose (`wrong password: too short`) stays.
 */
export function redactNamedValues(text: string): string {
  let kept = '';
  let position = 0;
  for (const sign of text.matchAll(/[=:]/g)) {
    if (sign.index < position || (sign[0] === ':' && isTimeOrUrl(text, sign.index))) continue;
    const name = nameBefore(text, sign.index);
    if (!isSecretKey(name.text)) continue;
    const value = valueAfter(text, sign.index, name);
    if (value === undefined) continue;
    kept += text.slice(position, value.start) + (NO_VALUE.test(value.text) ? value.text : REDACTED);
    position = value.start + value.text.length;
  }
  return kept + text.slice(position);
}

interface Name {
  text: string;
  start: number;
  isQuoted: boolean;
}

/** The name that ends right before a sign, with or without quotes, also escaped ones. */
function nameBefore(text: string, sign: number): Name {
  let end = sign;
  while (text[end - 1] === ' ' || text[end - 1] === '\t') end -= 1;
  const isQuoted = /["'`]/.test(text[end - 1] as string);
  if (isQuoted) end -= text[end - 2] === '\\' ? 2 : 1;
  let start = end;
  while (start > 0 && end - start <= MAX_NAME_LENGTH && NAME_CHARACTER.test(text[start - 1] as string)) start -= 1;
  return { text: text.slice(start, end), start, isQuoted };
}

function valueAfter(text: string, sign: number, name: Name): { start: number; text: string } | undefined {
  let start = sign + 1;
  while (text[start] === ' ' || text[start] === '\t') start += 1;
  const quote = /\\?["'`]/y;
  quote.lastIndex = start;
  const open = quote.exec(text)?.[0];
  if (open !== undefined) {
    if (text[sign] === ':' && !name.isQuoted && !isField(text, name.start)) return undefined;
    start += open.length;
    return { start, text: text.slice(start, closeOf(text, start, open)) };
  }
  const isTight = start === sign + 1 && text[sign - 1] !== ' ';
  if (text[sign] === '=' && isTight) return text[start] === '=' ? undefined : take(text, start, BARE_VALUE);
  if (name.isQuoted) return undefined;
  if (text[sign] === ':' && HEADER.test(name.text)) return take(text, start, REST_OF_LINE);
  const value = take(text, start, BARE_VALUE);
  return isLineOfItsOwn(text, name.start) && isLineEnd(text, start + value.text.length) ? value : undefined;
}

function take(text: string, start: number, pattern: RegExp): { start: number; text: string } {
  pattern.lastIndex = start;
  return { start, text: (pattern.exec(text) as RegExpExecArray)[0] };
}

/** Where a quoted value ends: at its own kind of quote that is not escaped once more, or with the text. */
function closeOf(text: string, start: number, open: string): number {
  for (let close = text.indexOf(open, start); close !== -1; close = text.indexOf(open, close + 1)) {
    if (text[close - 1] !== '\\') return close;
  }
  return text.length;
}

/** How far back it is looked for what stands before a name. */
const MAX_INDENT = 64;

/** Whether a name stands where an object's field does (`{ token: 'x' }`), and not in a sentence. */
function isField(text: string, start: number): boolean {
  return /(?:^|[{,;([\r\n])\s*$/.test(text.slice(Math.max(0, start - MAX_INDENT), start));
}

/** Whether nothing but blanks follows on this line. */
function isLineEnd(text: string, end: number): boolean {
  return /^[ \t]*(?:[\r\n]|$)/.test(text.slice(end, end + MAX_INDENT));
}

/** Whether only blanks and a list's dash stand before it on its line. */
function isLineOfItsOwn(text: string, start: number): boolean {
  return /(?:^|[\r\n])[ \t-]*(?:export )?$/.test(text.slice(Math.max(0, start - MAX_INDENT), start));
}
