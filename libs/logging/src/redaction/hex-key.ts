/** 128 bits, the shortest key that anybody makes on purpose. */
const HEX = /^(?:0x)?[0-9a-f]{32,}$/i;

/** Hex with fewer different digits was not made by chance. */
const MIN_DIGITS = 8;

/** Words of names under which hex says what something is, and opens nothing. */
const OPEN = new Set(
  'sha commit revision rev ref digest hash checksum etag fingerprint thumbprint id uid uuid guid trace span build version image container machine boot serial'.split(
    ' ',
  ),
);

/**
 * Whether a value is nothing but long random hex, as `openssl rand -hex 32` makes keys, under a name that does
 * not call it a hash or an id. `redactText` leaves hex alone, since logs are full of ids; where a whole
 * environment is shown, a key too many taken out is the smaller harm.
 *
 * @example
 * isHexKey('SEED', '9f86d081884c7d659a2feaa0c55ad015') // true
 * isHexKey('GIT_COMMIT', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b') // false
 */
export function isHexKey(name: string, value: string): boolean {
  if (!HEX.test(value) || new Set(value.toLowerCase()).size < MIN_DIGITS) return false;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]/);
  return !words.some((word) => OPEN.has(word));
}
