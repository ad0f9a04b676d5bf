import { toEscapedJson } from './redaction/json-escape.ts';
import { NEEDS_ESCAPE, PLAIN, scanText } from './redaction/scan-text.ts';
import { redactText } from './redaction/secret-text.ts';

/** Longer text is cut: container runtimes cut lines at 16 KiB (containerd's `max_container_log_line_size`). */
export const MAX_TEXT_LENGTH = 8192;

/** Read beyond the cut, so that a secret that lies across it is known for one. */
const LOOK_AHEAD = 8192;

/** Hides exact secrets in text that is about to be cut. */
export type Hide = (text: string) => string;

const hideNothing: Hide = (text) => text;

/** Text as JSON, in one line for every reader, without what looks secret, and cut at 8192 characters. */
export function toJsonText(text: string, hide: Hide = hideNothing): string {
  if (text.length > MAX_TEXT_LENGTH) return toCutJsonText(text, hide);
  const found = scanText(text);
  if (found === PLAIN) return `"${text}"`;
  return toEscapedJson(found === NEEDS_ESCAPE ? text : redactText(text));
}

function toCutJsonText(text: string, hide: Hide): string {
  const clean = redactText(hide(text.slice(0, MAX_TEXT_LENGTH + LOOK_AHEAD))).slice(0, MAX_TEXT_LENGTH);
  return toEscapedJson(`${clean}... [cut, ${text.length} characters]`);
}
