import { entropyOf } from './entropy.ts';
import { pieceLengthOf } from './piece-length.ts';

/** Shorter text carries too little to tell chance from a name (the bound of truffleHog's entropy check). */
const MIN_LENGTH = 20;

/** The usual bound for base64 in bits per character (default of detect-secrets and of truffleHog's first version). */
const MAX_BITS_ASKED = 4.5;

/**
 * Text of n characters cannot have more than log2(n) bits per character, so a fixed bound would miss
 * every random text under 23 characters and half of those of 32. 99 % of random base64 of any length
 * from 20 on lies within this distance of the maximum.
 */
const BITS_BELOW_MAXIMUM = 0.9;

/**
 * Names are words: their pieces (as camel case cuts) have 4 to 7 letters on average, those of random
 * base62 hardly 2.
 */
const MAX_PIECE_LENGTH = 2.7;

/** Names in paths may be short and capitalised at will, as in `/usr/lib/x86_64-linux-gnu/libXaw7`. */
const MAX_PIECE_LENGTH_IN_PATH = 2;

/** Random base64 has a slash at every 64th place or less, a path at every eighth or so. */
const MAX_LENGTH_BETWEEN_SLASHES = 14;

/** Letters of one case and digits: pod names, host names and ids of that look are shorter. */
const MIN_LENGTH_ONE_CASE = 32;
const MIN_BITS_ONE_CASE = 3.7;
const MAX_PIECE_LENGTH_ONE_CASE = 5;

/** Secret access keys of AWS have 40 characters of base64; that helps against words that chance put into them. */
const AWS_KEY = /^[A-Za-z0-9+][A-Za-z0-9+/]{39}$/;
const MIN_BITS_AWS_KEY = 4.3;
const MAX_PIECE_LENGTH_AWS_KEY = 3.2;

const HEX = /^[0-9a-f]+$/i;

/**
 * Whether text of base64's characters (either alphabet) looks as if chance had made it, as keys are.
 * Pure hex never does: request ids, trace ids, commits and digests are hex. Neither do names of any
 * spelling, paths, times and names of entries, for they are made of words and numbers.
 */
export function looksRandom(text: string): boolean {
  const letters = text.replace(/[^A-Za-z0-9]/g, '');
  if (letters.length < MIN_LENGTH || HEX.test(letters) || !/[0-9]/.test(letters)) return false;
  if (!/[a-z]/.test(letters) || !/[A-Z]/.test(letters)) return text.split(/[^A-Za-z0-9]/).some(looksRandomInOneCase);
  if (AWS_KEY.test(text) && pieceLengthOf(text) <= MAX_PIECE_LENGTH_AWS_KEY && entropyOf(text) >= MIN_BITS_AWS_KEY) {
    return true;
  }
  const bitsAsked = Math.min(MAX_BITS_ASKED, Math.log2(letters.length) - BITS_BELOW_MAXIMUM);
  return (
    pieceLengthOf(text) <= (isPath(text) ? MAX_PIECE_LENGTH_IN_PATH : MAX_PIECE_LENGTH) &&
    entropyOf(letters) >= bitsAsked
  );
}

/** Without the change of cases only one long piece will do: dashes and slashes join names. */
function looksRandomInOneCase(part: string): boolean {
  if (part.length < MIN_LENGTH_ONE_CASE || HEX.test(part)) return false;
  return pieceLengthOf(part) <= MAX_PIECE_LENGTH_ONE_CASE && entropyOf(part) >= MIN_BITS_ONE_CASE;
}

function isPath(text: string): boolean {
  return text.length / text.split('/').length < MAX_LENGTH_BETWEEN_SLASHES;
}
