import { styleText } from 'node:util';
import type { LogLine } from '@slipway/contracts';
import { printable } from './printable.ts';

const COLOURS = ['cyan', 'green', 'magenta', 'yellow', 'blue', 'cyanBright', 'greenBright', 'magentaBright', 'yellowBright', 'blueBright'] as const; // prettier-ignore
const LEVELS = { error: 'red', warn: 'yellow', info: 'green', debug: 'gray' } as const;
/** What the prefix says already, or what is the same in every line. */
const LEFT_OUT = ['timestamp', 'level', 'message', 'requestId', 'service', 'version'];
/** Sequences that set a colour are left in; all else that moves a terminal is not. */
const CONTROLS = /(\x1b\[[\d;]*m)|[\p{Cc}\u2028\u2029]/gu;

/** How lines are shown. */
export interface LogTextOptions {
  isColoured: boolean;
  /** Lines of our services as they are. */
  isRaw: boolean;
}

/** One line for people: who wrote it, then what. `fields`: where it is a JSON object. Pure. */
export function toLogText(
  line: LogLine,
  fields: Record<string, unknown> | undefined,
  { isColoured, isRaw }: LogTextOptions,
): string {
  const style = (format: Parameters<typeof styleText>[0], text: string) =>
    isColoured && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  const { release, pod, container } = line;
  const short = pod.startsWith(`${release}-`) ? pod.slice(release.length + 1) : pod;
  const prefix = style(colourOf(`${release}/${pod}`), `${release} ${short}/${container}`);
  return `${prefix} ${isRaw || !fields || !isOfService(fields) ? toPlain(line.line ?? '', isColoured) : toReadable(fields, style)}\n`;
}

function toReadable(
  fields: Record<string, unknown>,
  style: (format: Parameters<typeof styleText>[0], text: string) => string,
): string {
  const { timestamp, level, message, requestId } = fields as Record<string, string>;
  const rest = Object.entries(fields).filter(([key]) => !LEFT_OUT.includes(key));
  const pairs = [
    ...rest.map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`),
    ...(requestId === undefined ? [] : [`requestId=${requestId}`]),
  ].map(printable);
  const tag = printable(String(level)).padEnd(5);
  const colour = LEVELS[level as keyof typeof LEVELS] ?? 'white';
  const time = printable(String(timestamp)).replace(/^.*T(.*?)Z?$/, '$1');
  return [
    time,
    style(colour, tag),
    printable(String(message)),
    ...(pairs.length > 0 ? [style('dim', pairs.join(' '))] : []),
  ].join(' ');
}

function toPlain(text: string, isColoured: boolean): string {
  return text.replace(CONTROLS, (found, colour: string | undefined) => (found === '\t' || (colour && isColoured) ? found : colour ? '' : '?')); // prettier-ignore
}

function isOfService({ timestamp, level, message }: Record<string, unknown>): boolean {
  return [timestamp, level, message].every((value) => typeof value === 'string');
}

/** The same for a pod in every run. */
function colourOf(name: string): (typeof COLOURS)[number] {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return COLOURS[hash % COLOURS.length] ?? 'cyan';
}
