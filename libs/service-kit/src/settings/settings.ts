import type { SettingSource } from './read-settings.ts';
import { findNearNames } from './near-names.ts';
import { readSettings } from './read-settings.ts';
import { readSettingFile } from './setting-file.ts';
import { SettingsError } from './settings-error.ts';
import type { SettingTable, SettingValues } from './setting.ts';

/** The settings of a running service. */
export interface Settings<S extends SettingTable> {
  /** Current values. Read a live one where it is used, not once at the start. */
  readonly values: SettingValues<S>;
  /** Where each value came from. */
  readonly sources: Readonly<Record<keyof S, SettingSource>>;
  /** Variables that look like misspelt settings, one sentence each. */
  readonly hints: readonly string[];
  /** Calls back when a live setting got another value. */
  onChange(listener: (name: keyof S) => void): void;
  /** Looks at the files of `X_FILE` settings every now and then. Gives the function that ends it. */
  watch(options: WatchSettingsOptions): () => void;
}

/** Options of `Settings.watch`. */
export interface WatchSettingsOptions {
  /** Milliseconds between two looks. Default 1000: mounted Secrets change by link, which file events miss. */
  everyMs?: number;
  /** Told once per setting that changed but cannot take effect while running. */
  onRestartNeeded: (name: string) => void;
  /** Told once per bad content; the former value stays. */
  onFault: (fault: string) => void;
}

/** Options of `loadSettings`. */
export interface LoadSettingsOptions<S extends SettingTable> {
  /** Default `process.env`. */
  env?: NodeJS.ProcessEnv;
  /** Faults that lie between settings. */
  findFaults?: (values: SettingValues<S>) => string[];
}

const DEFAULT_WATCH_EVERY_MS = 1000;

/**
 * A changed file is looked at once more after so long: who writes a file in place truncates it first, and a
 * part of a key looks like a key.
 */
const SETTLE_MS = 100;

/** Reads all settings of a table. Throws `SettingsError` with every fault. */
export function loadSettings<S extends SettingTable>(table: S, options: LoadSettingsOptions<S> = {}): Settings<S> {
  const env = { ...(options.env ?? process.env) };
  const names = Object.keys(table);
  // Before the first reading: what changes in between is then noticed at the first look.
  const files = names.flatMap((name) => {
    const path = env[`${name}_FILE`];
    return path ? [{ name, path, seen: toFingerprint(path) }] : [];
  });
  const read = readSettings(table, env);
  const faults = read.faults.length > 0 ? read.faults : (options.findFaults?.(read.values) ?? []);
  if (faults.length > 0) throw new SettingsError(faults);
  const values = { ...read.values } as Record<string, unknown>;
  const listeners: ((name: keyof S) => void)[] = [];

  /** Puts the new text of one file into force, as far as that is possible. */
  function take(name: string, path: string, { onRestartNeeded, onFault }: WatchSettingsOptions): void {
    const fresh = readSettings({ [name]: table[name] } as SettingTable, { [`${name}_FILE`]: path });
    const [fault] = fresh.faults;
    if (fault !== undefined) return onFault(fault);
    if (fresh.values[name] === values[name]) return;
    if (!table[name]?.isLive) return onRestartNeeded(name);
    const together = { ...values, [name]: fresh.values[name] } as SettingValues<S>;
    const [between] = options.findFaults?.(together) ?? [];
    if (between !== undefined) return onFault(between);
    values[name] = fresh.values[name];
    for (const listener of listeners) listener(name);
  }

  return {
    values: values as SettingValues<S>,
    sources: read.sources,
    hints: findNearNames(names, env),
    onChange: (listener) => void listeners.push(listener),
    watch(watchOptions) {
      if (files.length === 0) return () => undefined;
      const told = new Set<string>();
      const quiet: WatchSettingsOptions = {
        onRestartNeeded: (name) => void (told.has(name) || (told.add(name), watchOptions.onRestartNeeded(name))),
        onFault: watchOptions.onFault,
      };
      const settling = new Set<NodeJS.Timeout>();
      const timer = setInterval(() => {
        for (const file of files) {
          const now = toFingerprint(file.path);
          if (now === file.seen) continue;
          const settle = setTimeout(() => {
            settling.delete(settle);
            if (toFingerprint(file.path) !== now || now === file.seen) return;
            file.seen = now;
            take(file.name, file.path, quiet);
          }, SETTLE_MS).unref();
          settling.add(settle);
        }
      }, watchOptions.everyMs ?? DEFAULT_WATCH_EVERY_MS).unref();
      return () => {
        clearInterval(timer);
        for (const settle of settling) clearTimeout(settle);
      };
    },
  };
}

/** The content itself: small, and the only thing that tells every kind of change apart. */
function toFingerprint(path: string): string {
  const content = readSettingFile(path);
  return content.fault === undefined ? `text:${content.text}` : `fault:${content.fault}`;
}
