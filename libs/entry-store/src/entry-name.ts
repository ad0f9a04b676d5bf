/**
 * Names of entries: `<hour>/<UTC time to the ms>-<counter>-<host>-<process start>.log`, where the hour is the
 * folder. As text they sort by time, then by order of writing; host and start keep processes apart that
 * share a folder.
 */
const BASE_NAME =
  /^\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])[0-5]\d[0-5]\d{4}Z-\d{8}-[a-z0-9.-]{1,63}-[a-z0-9]{1,16}\.log$/;
const HOUR = /^\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])$/;
const HOUR_LENGTH = 'yyyymmddThh'.length;

/** Whether a text is the name of an entry, hour folder included. Says no to every path that leads elsewhere. */
export function isEntryName(text: string): boolean {
  const base = text.slice(HOUR_LENGTH + 1);
  return text[HOUR_LENGTH] === '/' && base.startsWith(text.slice(0, HOUR_LENGTH)) && isEntryBaseName(base);
}

/** Whether a text is the name of an entry's file within its hour folder. */
export function isEntryBaseName(text: string): boolean {
  return BASE_NAME.test(text) && !text.includes('..') && isDay(text);
}

/** The name of an entry from that name, or from its file's name alone; undefined for anything else. */
export function toEntryName(text: string): string | undefined {
  if (isEntryName(text)) return text;
  return isEntryBaseName(text) ? `${text.slice(0, HOUR_LENGTH)}/${text}` : undefined;
}

/** Whether a text is the name of an hour folder. */
export function isHour(text: string): boolean {
  return HOUR.test(text) && isDay(text);
}

/** The hour folder of an entry's name, of its file's name or of a horizon. */
export function hourOf(name: string): string {
  return name.slice(0, HOUR_LENGTH);
}

/** `20261121T063004123Z`: time in UTC without separators, so that names sort as text. */
export function toCompactTime(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:.]/g, '');
}

/** The text before which every name has an earlier time, and after which every other name sorts. */
export function toHorizon(ms: number): string {
  const time = toCompactTime(ms);
  return `${hourOf(time)}/${time}`;
}

/** The time in an entry's name or its file's name, in milliseconds since 1970. */
export function timeOfEntryName(name: string): number {
  return parseTime(name.slice(name.indexOf('/') + 1));
}

/** When an hour folder begins, in milliseconds since 1970. */
export function timeOfHour(hour: string): number {
  return parseTime(`${hour}0000000Z`);
}

function parseTime(text: string): number {
  return Date.parse(text.replace(/(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\d)(\d{3}Z).*/, '$1-$2-$3:$4:$5.$6'));
}

/** No 30th of February: it would be read as a day of March and sort elsewhere. */
function isDay(text: string): boolean {
  // Stryker disable next-line ConditionalExpression,EqualityOperator,StringLiteral: it saves time, the next line says the same
  if (text.slice(6, 8) <= '28') return true;
  return toCompactTime(timeOfHour(hourOf(text))).startsWith(hourOf(text));
}
