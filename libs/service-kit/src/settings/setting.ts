import { EnvError, makeValidator } from 'envalid';
import type { ValidatorSpec } from 'envalid';

/** One setting of a service: how its text is read, and what is to be known about it. */
export interface Setting<T> {
  /** What it means, its unit, allowed values. Shown when it is missing. */
  description: string;
  /** Value when it is set nowhere; `required` settings have none. */
  defaultValue: T | undefined;
  isRequired: boolean;
  /** Its value is never shown, not in a fault either. */
  isSecret: boolean;
  /** Whether a running service takes a new value from a changed file. */
  isLive: boolean;
  /** Whether an empty variable is a fault; for other settings it counts as not set. */
  isEmptyWrong: boolean;
  validator: ValidatorSpec<T>;
}

/** Settings by name. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a table of settings of different types
export type SettingTable = Record<string, Setting<any>>;

/** The values that a table of settings gives. */
export type SettingValues<S extends SettingTable> = {
  readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never;
};

interface Options<T> {
  description: string;
  defaultValue?: T;
  isSecret?: boolean;
  isLive?: boolean;
  isEmptyWrong?: boolean;
}

/** Makes a kind of setting from a function that reads its text or throws an `EnvError` saying what it must be. */
function kind<T>(parse: (text: string) => T, options: Options<T>, isRequired: boolean): Setting<T> {
  const { description, defaultValue, isSecret = false, isLive = false, isEmptyWrong = false } = options;
  const spec = isRequired ? { desc: description } : { desc: description, default: defaultValue };
  const validator = makeValidator<T>(parse)(spec as { desc: string }) as ValidatorSpec<T>;
  return { description, defaultValue, isRequired, isSecret, isLive, isEmptyWrong, validator };
}

/** Free text. */
export function text(options: Options<string> & { defaultValue: string }): Setting<string> {
  return kind(String, options, false);
}

/** Free text that may be absent. */
export function optionalText(options: Omit<Options<string>, 'defaultValue'>): Setting<string | undefined> {
  return kind<string | undefined>(String, options, false);
}

/** A whole number within bounds. */
export function integer(
  options: Options<number> & { defaultValue: number; min: number; max: number },
): Setting<number> {
  const { min, max } = options;
  return kind((value) => toInteger(value, min, max, `a whole number from ${min} to ${max}`), options, false);
}

/** A time in milliseconds. */
export function milliseconds(options: Options<number> & { defaultValue: number; min?: number; max?: number }) {
  const { min = 0, max = 86_400_000 } = options;
  return kind((value) => toInteger(value, min, max, `a number of milliseconds from ${min} to ${max}`), options, false);
}

/** A TCP port; 0 lets the system choose. */
export function port(options: Options<number> & { defaultValue: number }): Setting<number> {
  return kind((value) => toInteger(value, 0, 65_535, 'a port from 0 to 65535'), options, false);
}

/** One of a few words; with `isAnyCase` also in upper case, and taken in the spelling of `words`. */
export function oneOf<T extends string>(
  words: readonly T[],
  { isAnyCase = false, ...options }: Options<T> & { defaultValue: T; isAnyCase?: boolean },
): Setting<T> {
  return kind(
    (value) => {
      const given = isAnyCase ? value.toLowerCase() : value;
      const word = words.find((each) => each === given);
      if (word === undefined) throw new EnvError(`one of ${words.join(', ')}`);
      return word;
    },
    options,
    false,
  );
}

/** An http or https address; required unless it has a default. */
export function url(options: Options<string>): Setting<string> {
  return kind(toUrl, options, options.defaultValue === undefined);
}

/** A credential that goes into a header: printable ASCII without spaces. May be absent; never shown; live. */
export function secret(options: { description: string }): Setting<string | undefined> {
  return kind<string | undefined>(
    (value) => {
      if (!/^[\x21-\x7e]{1,4096}$/.test(value))
        throw new EnvError('printable ASCII without spaces, at most 4096 characters');
      return value;
    },
    { ...options, isSecret: true, isLive: true },
    false,
  );
}

/** A password: any text on one line, spaces and all. May be absent; never shown; live. */
export function password(options: { description: string }): Setting<string | undefined> {
  return kind<string | undefined>(
    (value) => {
      if (!/^\P{Cc}{1,4096}$/u.test(value))
        throw new EnvError('text without line breaks and control characters, at most 4096 characters');
      return value;
    },
    { ...options, isSecret: true, isLive: true },
    false,
  );
}

function toInteger(value: string, min: number, max: number, what: string): number {
  const number = /^-?\d{1,15}$/.test(value) ? Number(value) : NaN;
  if (!(number >= min && number <= max)) throw new EnvError(what);
  return number;
}

function toUrl(value: string): string {
  const parsed = URL.canParse(value) ? new URL(value) : undefined;
  if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol))
    throw new EnvError('an http or https URL');
  if (parsed.username || parsed.password) throw new EnvError('a URL without user and password');
  return value;
}
