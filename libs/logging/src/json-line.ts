import { isoTime } from './iso-time.ts';
import type { Hide } from './json-text.ts';
import { toJsonText } from './json-text.ts';
import type { FormatLine } from './line.ts';
import type { LogFields } from './logger.ts';
import { REDACTED } from './redaction/redacted.ts';
import { isSecretKey } from './redaction/secret-key.ts';
import { toJson } from './to-json.ts';

/** Keys that the line itself sets; a field of the same name gets a trailing underscore instead of a second key. */
const OWN_KEYS = ['timestamp', 'level', 'message', 'requestId', 'traceId'];

const REDACTED_JSON = `"${REDACTED}"`;

/** A line takes no more fields once it is longer than this, and says `cut`. */
const MAX_LINE_LENGTH = 65_536;

/** How many names of fields a line's form remembers; a service has few distinct ones. */
const MAX_REMEMBERED_NAMES = 1000;

/**
 * One JSON object per line: timestamp, level, the constant `head` (serialized once), message, request
 * context, then the fields. Written by hand because general serializers sort, copy and reconfigure
 * on every line, which costs more than all the rest of a line together. `hide` cleans text before it is cut.
 */
export function createJsonLine(head: LogFields = {}, hide?: Hide): FormatLine {
  const constant = createFieldWriter(OWN_KEYS, hide)('', head);
  const writeFields = createFieldWriter([...OWN_KEYS, ...Object.keys(head)], hide);
  return function jsonLine({ level, message, timeMs, bound, fields, context }) {
    let text = `{"timestamp":"${isoTime(timeMs)}","level":"${level}"${constant},"message":${toJsonText(String(message), hide)}`;
    if (context !== undefined) {
      // Checked where it came in, or made here: an id, whatever it looks like.
      text += `,"requestId":${JSON.stringify(context.requestId)}`;
      if (context.traceId !== undefined) text += `,"traceId":"${context.traceId}"`;
    }
    for (const extra of bound) text = writeFields(text, extra);
    if (fields !== undefined) text = writeFields(text, fields);
    return text.length > MAX_LINE_LENGTH ? `${text},"cut":true}` : `${text}}`;
  };
}

/** Puts fields at the end of a line. `taken` names get a trailing underscore. */
function createFieldWriter(
  taken: readonly string[],
  hide: Hide | undefined,
): (line: string, fields: LogFields) => string {
  /** What stands before a value; for a secret name all that is ever written of it. */
  const starts = new Map<string, string>();

  function startOf(key: string): string {
    const name = `,${toJsonText(taken.includes(key) ? `${key}_` : key, hide)}:`;
    const start = isSecretKey(key) ? `${name}${REDACTED_JSON}` : name;
    if (starts.size < MAX_REMEMBERED_NAMES) starts.set(key, start);
    return start;
  }
  return function writeFields(line, fields) {
    let text = line;
    for (const key in fields) {
      if (!Object.hasOwn(fields, key)) continue;
      if (text.length > MAX_LINE_LENGTH) return text;
      const start = starts.get(key) ?? startOf(key);
      if (start.endsWith(REDACTED_JSON)) text += start;
      else {
        const json = readField(fields, key, hide);
        if (json !== undefined) text += start + json;
      }
    }
    return text;
  };
}

/** A getter that throws costs its field, not the line and not the request. */
function readField(fields: LogFields, key: string, hide: Hide | undefined): string | undefined {
  try {
    return toJson(fields[key], hide);
  } catch {
    return '"[unreadable]"';
  }
}
