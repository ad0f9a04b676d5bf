/** What `JSON.stringify` leaves as it is though some readers take it for the end of a line or act on it. */
const UNSAFE = /[\x7f-\x9f\u2028\u2029]/g;

/** Text as a JSON string that is one line for every reader, quotes included. */
export function toEscapedJson(text: string): string {
  return escapeUnsafe(JSON.stringify(text));
}

/** JSON with the rest escaped that could break its line; it can only stand in strings. */
export function escapeUnsafe(json: string): string {
  return json.replace(UNSAFE, toEscape);
}

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
