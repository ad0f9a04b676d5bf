import { styleText } from 'node:util';
import { isoTime } from './iso-time.ts';
import type { FormatLine } from './line.ts';
import type { LogFields } from './logger.ts';
import type { LogLevel } from './log-level.ts';
import { REDACTED } from './redaction/redacted.ts';
import { MAX_TEXT_LENGTH } from './json-text.ts';
import { isSecretKey } from './redaction/secret-key.ts';
import { redactText } from './redaction/secret-text.ts';
import { isError, toJson } from './to-json.ts';

const COLOUR = { error: 'red', warn: 'yellow', info: 'green', debug: 'gray' } as const satisfies Record<
  LogLevel,
  string
>;

/**
 * Lines for people at a terminal: time of day, level, service, message, fields as `key=value`, stack below. Of the
 * constant fields only `service` is shown: two services often share a terminal.
 */
export function createPrettyLine(constant: LogFields = {}): FormatLine {
  const service = typeof constant['service'] === 'string' ? ` ${shown(constant['service'])}` : '';
  return function prettyLine({ level, message, timeMs, bound, fields, context }) {
    const time = isoTime(timeMs).slice(11, 23);
    const tag = styleText(COLOUR[level], level.padEnd(5), { validateStream: false });
    const parts = [...bound, ...(fields ? [fields] : [])].map(toPairs);
    const id = context ? ` request=${context.requestId.slice(0, 8)}` : '';
    return `${time} ${tag}${dim(service)} ${shown(String(message))}${dim(parts.join('') + id)}${toStacks(fields)}`;
  };
}

function toPairs(fields: LogFields): string {
  let text = '';
  for (const [key, value] of Object.entries(fields)) {
    if (isError(value)) continue;
    const json = typeof value === 'string' ? shown(value) : toJson(value);
    if (json !== undefined) text += ` ${withoutControls(key)}=${isSecretKey(key) ? REDACTED : withoutControls(json)}`;
  }
  return text;
}

function toStacks(fields: LogFields | undefined): string {
  const errors = Object.values(fields ?? {}).filter(isError);
  return errors.map((error) => `\n${shown(error.stack ?? String(error), /[^\P{Cc}\n]/gu)}`).join('');
}

/** Text as people may see it: bounded, without what looks secret. */
function shown(text: string, controls?: RegExp): string {
  return withoutControls(redactText(text.slice(0, 2 * MAX_TEXT_LENGTH)).slice(0, MAX_TEXT_LENGTH), controls);
}

/** Text from outside must not move the cursor or start a line of its own. */
function withoutControls(text: string, controls = /\p{Cc}/gu): string {
  return String(text).replace(controls, (character) =>
    JSON.stringify(character)
      .slice(1, -1)
      .replace(/^[^\\]/, '?'),
  );
}

function dim(text: string): string {
  return text ? styleText('dim', text, { validateStream: false }) : '';
}
