import type { SettingTable } from '../settings/setting.ts';
import { milliseconds, text } from '../settings/setting.ts';

/** Settings of a service that keeps log entries. */
export const entrySettings = {
  WORK_DELAY_MS: milliseconds({
    defaultValue: 3000,
    max: 600_000,
    isLive: true,
    description: 'how long GET / works before it writes its entry',
  }),
  LOG_DIR: text({ defaultValue: 'logs', description: 'folder of the entries, one file each; made if absent' }),
} satisfies SettingTable;
