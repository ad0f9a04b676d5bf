import type { SettingTable } from '../settings/setting.ts';
import { integer, milliseconds, text } from '../settings/setting.ts';

/** Settings of a service that keeps log entries. */
export const entrySettings = {
  WORK_DELAY_MS: milliseconds({
    defaultValue: 3000,
    max: 600_000,
    isLive: true,
    description: 'how long GET / works before it writes its entry',
  }),
  LOG_DIR: text({ defaultValue: 'logs', description: 'folder of the entries, one file each; made if absent' }),
  LOG_RETENTION_HOURS: integer({
    defaultValue: 168,
    min: 0,
    max: 1_000_000,
    description: 'hours for which entries are kept; 0 keeps all',
  }),
  LOG_MAX_BYTES: integer({
    defaultValue: 0,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    description: 'room for entries, in whole blocks of the disk; the oldest hours go when it is used up. 0 is no bound',
  }),
} satisfies SettingTable;
