import { isTimeOrUrl } from './time-or-url.ts';

/** Text that can stand in a JSON line as it is, between quotes. */
export const PLAIN = 0;
/** Text that needs escaping and no more. */
export const NEEDS_ESCAPE = 1;
/** Text in which `redactText` might find something. */
export const SUSPICIOUS = 2;

/** Kinds of characters; letters and digits as bits, so that a run of them can say what it is made of. */
const DIGIT = 1;
const LOWER_HEX = 2;
const LOWER = 4;
const UPPER_HEX = 8;
const UPPER = 16;
/** Part of base64 in either alphabet, but neither letter nor digit. */
const JOINER = 32;
const OTHER = 64;
/** Stands beside secrets: `user:pass@host`, `name=value`. */
const SIGN = 65;
const ESCAPED = 66;

const KINDS = Uint8Array.from({ length: 128 }, (_, code) => kindOf(String.fromCharCode(code)));

function kindOf(character: string): number {
  if (/[0-9]/.test(character)) return DIGIT;
  if (/[a-f]/.test(character)) return LOWER_HEX;
  if (/[g-z]/.test(character)) return LOWER;
  if (/[A-F]/.test(character)) return UPPER_HEX;
  if (/[G-Z]/.test(character)) return UPPER;
  if (/[+/_-]/.test(character)) return JOINER;
  if (/[@=]/.test(character)) return SIGN;
  return character < ' ' || /["\\\x7f]/.test(character) ? ESCAPED : OTHER;
}

/** How tokens begin that say what they are (token-shapes.ts), and their first two letters. */
const PREFIX =
  /^(?:gh[a-z]_|github_pat_|gl[a-z]{2,5}-|xox[a-z]-|xapp-|A[KSBC][A-Z]A|AIza|(?:sk|rk|whsec)[-_]|npm_|pypi-|do[a-z]_v1_|hf_|shp[a-z]{2}_)/;
const PREFIX_STARTS = new Set(
  ['gh', 'gi', 'gl', 'xo', 'xa', 'AK', 'AS', 'AB', 'AC', 'AI', 'sk', 'rk', 'wh', 'np', 'py', 'do', 'hf', 'sh'].map(
    (pair) => pair.charCodeAt(0) * 256 + pair.charCodeAt(1),
  ),
);
/** The shortest of them, and the shortest token of all, a JSON Web Token. */
const MIN_PREFIXED_LENGTH = 15;
const MIN_TOKEN_LENGTH = 14;

/** The bounds of `looksRandom`. */
const MIN_RANDOM_LENGTH = 20;
const MIN_RANDOM_LENGTH_ONE_CASE = 32;

const COLON = 58;
const COMMA = 44;
const DOT = 46;
const DASH = 45;

/**
 * One look at every character of a text, for the price of one look: most text in log lines is PLAIN, and
 * then neither `JSON.stringify` nor `redactText` has anything to do. What `redactText` would change is
 * SUSPICIOUS, so is some text in which it finds nothing.
 */
export function scanText(text: string): number {
  return text.length < MIN_TOKEN_LENGTH && isPlainWord(text) ? PLAIN : scanLongText(text);
}

/** Letters, digits and signs of no meaning: most values are nothing else. */
function isPlainWord(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 127 || (KINDS[code] as number) > OTHER || code === COLON || code === 32) return false;
  }
  return true;
}

function scanLongText(text: string): number {
  let found = PLAIN;
  /** Where a run of base64 began, what it is made of, and where a token or a piece of one case in it began. */
  let runStart = 0;
  let runKinds = 0;
  let tokenStart = 0;
  let pieceStart = 0;
  let pieceKinds = 0;
  const { length } = text;
  for (let index = 0; index <= length; index += 1) {
    const code = index < length ? text.charCodeAt(index) : COMMA;
    const kind = code < 128 ? (KINDS[code] as number) : OTHER;
    if (kind < JOINER) {
      pieceKinds |= kind;
      if (code === 74 && text.startsWith('eyJ', index - 2)) return SUSPICIOUS;
      continue;
    }
    runKinds |= pieceKinds;
    if (index - pieceStart >= MIN_RANDOM_LENGTH_ONE_CASE && isNoHex(pieceKinds)) return SUSPICIOUS;
    pieceStart = index + 1;
    pieceKinds = 0;
    if (kind === JOINER && code !== 47 && code !== 43) {
      if (code === DASH && text.startsWith('-----BEGIN ', index)) return SUSPICIOUS;
      continue;
    }
    if (index - tokenStart >= MIN_PREFIXED_LENGTH && hasPrefix(text, tokenStart)) return SUSPICIOUS;
    tokenStart = index + 1;
    if (kind === JOINER) continue;
    if (index - runStart >= MIN_RANDOM_LENGTH && isMixed(runKinds)) return SUSPICIOUS;
    if (kind === SIGN || (code === DOT && isDotted(text, index)) || isScheme(text, index, code)) return SUSPICIOUS;
    if (code === COLON && !isTimeOrUrl(text, index)) return SUSPICIOUS;
    if (kind === ESCAPED || isEscapedBeyondAscii(code)) found = NEEDS_ESCAPE;
    runStart = index + 1;
    runKinds = 0;
  }
  return found;
}

function hasPrefix(text: string, start: number): boolean {
  return (
    PREFIX_STARTS.has(text.charCodeAt(start) * 256 + text.charCodeAt(start + 1)) &&
    PREFIX.test(text.slice(start, start + MIN_PREFIXED_LENGTH))
  );
}

function isNoHex(kinds: number): boolean {
  return (kinds & DIGIT) !== 0 && (kinds & (LOWER | UPPER)) !== 0;
}

function isMixed(kinds: number): boolean {
  return (kinds & DIGIT) !== 0 && (kinds & (LOWER | LOWER_HEX)) !== 0 && (kinds & (UPPER | UPPER_HEX)) !== 0;
}

/** Tokens with a dot after their prefix, and Slack's webhooks. */
function isDotted(text: string, dot: number): boolean {
  return (
    text.startsWith('SG', dot - 2) ||
    text.startsWith('hv', dot - 3) ||
    text.startsWith('ya29', dot - 4) ||
    text.startsWith('hooks.slack', dot - 11)
  );
}

/** The blank after `Bearer` or `Basic`. */
function isScheme(text: string, index: number, code: number): boolean {
  if (code !== 32 && code !== 9) return false;
  const before = text.charCodeAt(index - 1) | 32;
  if (before === 114) return /bearer/i.test(text.slice(Math.max(0, index - 6), index));
  return before === 99 && /basic/i.test(text.slice(Math.max(0, index - 5), index));
}

/**
 * Control characters, what some readers take for the end of a line (U+0085, U+2028, U+2029), and halves
 * of surrogate pairs, of which only `JSON.stringify` knows whether they are whole.
 */
function isEscapedBeyondAscii(code: number): boolean {
  return code > 126 && (code < 160 || code === 0x2028 || code === 0x2029 || (code >= 0xd800 && code <= 0xdfff));
}
