import { REDACTED } from './redacted.ts';

const BEARER = /\b(Bearer)([ \t]+)([^\s"'`<>,;\\]+)/gi;
const BASIC = /\b(Basic)([ \t]+)([A-Za-z0-9+/_-]+={0,2})/gi;

/** What follows the word in prose and in challenges (RFC 6750, section 3) instead of a token. */
const PROSE =
  /^(?:(?:tokens?|auth\w*|scheme|challenge|headers?|credentials?|keys?|is|was|are|and|or|of|in|for|with|not|must|may|to)\b|(?:realm|scope|error\w*)=|\[redacted\])/i;

/** Takes the credentials out of `Bearer x` (RFC 6750) and `Basic x` (RFC 7617), in any case. */
export function redactAuthSchemes(text: string): string {
  return text
    .replace(BEARER, (match, scheme: string, space: string, token: string) =>
      PROSE.test(token) ? match : `${scheme}${space}${REDACTED}`,
    )
    .replace(BASIC, (match, scheme: string, space: string, credentials: string) =>
      isUserAndPassword(credentials) ? `${scheme}${space}${REDACTED}` : match,
    );
}

/** Tells credentials from prose ("basic authentication"): they decode to printable text with a colon. */
function isUserAndPassword(base64: string): boolean {
  return /^[^\x00-\x1f\x7f:]*:[^\x00-\x1f\x7f]*$/.test(Buffer.from(base64, 'base64').toString('latin1'));
}
