import { REDACTED } from './redacted.ts';

const BEGIN = '-----BEGIN ';
const END = '-----END ';

/**
 * Takes out PEM blocks (RFC 7468) of every kind, with real or with escaped line breaks. One that is cut
 * off counts to the end of the text.
 */
export function redactPemBlocks(text: string): string {
  let kept = '';
  let position = 0;
  for (;;) {
    const begin = text.indexOf(BEGIN, position);
    if (begin < 0) return kept + text.slice(position);
    kept += text.slice(position, begin) + REDACTED;
    const end = text.indexOf(END, begin + BEGIN.length);
    const close = end < 0 ? -1 : text.indexOf('-----', end + END.length);
    if (close < 0) return kept;
    position = close + '-----'.length;
  }
}
