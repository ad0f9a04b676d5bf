import { isoTime } from './iso-time.ts';
import type { FormatLine } from './line.ts';
import type { LogFields } from './logger.ts';
import { REDACTED } from './redaction/redacted.ts';
import { isSecretKey } from './redaction/secret-key.ts';
import { toJson } from './to-json.ts';

/** Keys that the line itself sets; a field of the same name gets a trailing underscore instead of a second key. */
const OWN_KEYS = new Set(['timestamp', 'level', 'message', 'requestId', 'traceId']);

/**
 * One JSON object per line: timestamp, level, the constant `head` (serialized once), message, request
 * context, then the fields. Written by hand because general serializers sort, copy and reconfigure
 * on every line, which costs more than all the rest of a line together.
 */
export function createJsonLine(head: LogFields = {}): FormatLine {
  const constant = fieldsToText(head);
  return function jsonLine({ level, message, timeMs, bound, fields, context }) {
    let text = `{"timestamp":"${isoTime(timeMs)}","level":"${level}"${constant},"message":${JSON.stringify(String(message))}`;
    if (context !== undefined) {
      text += `,"requestId":${JSON.stringify(context.requestId)}`;
      if (context.traceId !== undefined) text += `,"traceId":"${context.traceId}"`;
    }
    for (const extra of bound) text += fieldsToText(extra);
    if (fields !== undefined) text += fieldsToText(fields);
    return `${text}}`;
  };
}

function fieldsToText(fields: LogFields): string {
  let text = '';
  for (const key in fields) {
    if (!Object.hasOwn(fields, key)) continue;
    const json = isSecretKey(key) ? `"${REDACTED}"` : readField(fields, key);
    if (json !== undefined) text += `,${JSON.stringify(OWN_KEYS.has(key) ? `${key}_` : key)}:${json}`;
  }
  return text;
}

/** A getter that throws costs its field, not the line and not the request. */
function readField(fields: LogFields, key: string): string | undefined {
  try {
    return toJson(fields[key]);
  } catch {
    return '"[unreadable]"';
  }
}
