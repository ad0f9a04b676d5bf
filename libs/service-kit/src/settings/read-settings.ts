// Only this file: programs that are no services read settings too, and need no logger.
import { redactText } from '@slipway/logging/src/redaction/secret-text.ts';
import { customCleanEnv, EnvMissingError } from 'envalid';
import { readSettingFile } from './setting-file.ts';
import type { SettingTable, SettingValues } from './setting.ts';

export { readSettingFile } from './setting-file.ts';

/** Where a value came from. */
export type SettingSource = 'default' | 'env' | 'file';

/** What was read: values, sources and faults. Values count only when there are no faults. */
export interface ReadSettings<S extends SettingTable> {
  values: SettingValues<S>;
  sources: Record<keyof S, SettingSource>;
  faults: string[];
}

/** Texts by setting, with the faults met while collecting them. */
interface Collected {
  texts: Record<string, string>;
  sources: Record<string, SettingSource>;
  faults: string[];
}

const MAX_SHOWN = 100;

/**
 * Reads every setting `X` from the environment: from `X`, or from the file that `X_FILE` names. An empty
 * variable counts as not set, unless that is wrong for the setting; both set, or a file that is missing or empty, is a fault.
 */
export function readSettings<S extends SettingTable>(table: S, env: NodeJS.ProcessEnv): ReadSettings<S> {
  const { texts, sources, faults } = collect(table, env);
  const validators = Object.fromEntries(Object.entries(table).map(([name, setting]) => [name, setting.validator]));
  const values = customCleanEnv(texts, validators, (cleaned) => ({ ...cleaned }), {
    reporter: ({ errors }) => {
      for (const [name, error] of Object.entries(errors)) {
        if (error && !isAlreadyFaulty(name, faults))
          faults.push(toFault(name, table, error, sources[name] === 'env' ? texts[name] : undefined));
      }
    },
  });
  return { values: values as SettingValues<S>, sources: sources as Record<keyof S, SettingSource>, faults };
}

function collect(table: SettingTable, env: NodeJS.ProcessEnv): Collected {
  const collected: Collected = { texts: {}, sources: {}, faults: [] };
  for (const [name, { isEmptyWrong }] of Object.entries(table)) {
    const direct = env[name] || (isEmptyWrong ? env[name] : undefined);
    const file = env[`${name}_FILE`] || undefined;
    collected.sources[name] = file !== undefined ? 'file' : direct !== undefined ? 'env' : 'default';
    if (direct !== undefined && file !== undefined) {
      collected.faults.push(`${name}: both ${name} and ${name}_FILE are set; set one of them.`);
    } else if (file !== undefined) {
      const content = readSettingFile(file);
      if (content.fault !== undefined)
        collected.faults.push(`${name}: ${name}_FILE names ${file}, which ${content.fault}.`);
      else collected.texts[name] = content.text;
    } else if (direct !== undefined) {
      collected.texts[name] = direct;
    }
  }
  return collected;
}

function isAlreadyFaulty(name: string, faults: readonly string[]): boolean {
  return faults.some((fault) => fault.startsWith(`${name}:`));
}

/** Shows what came from the environment alone: a file may be the wrong one, and hold a secret. */
function toFault(name: string, table: SettingTable, error: Error, value: string | undefined): string {
  const setting = table[name];
  if (error instanceof EnvMissingError) return `${name}: is required (${setting?.description}).`;
  const shown = setting?.isSecret || value === undefined ? '' : `, but is ${toShown(value)}`;
  return `${name}: must be ${error.message}${shown}.`;
}

function toShown(value: string): string {
  const text = redactText(hideUserInfo(value));
  return JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}...` : text);
}

/** Addresses are no secrets, but a password may stand in one, also in one that is no valid URL. */
function hideUserInfo(text: string): string {
  return text.replace(/\/\/.*@/gs, '//[redacted]@');
}
