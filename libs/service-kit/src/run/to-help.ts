import type { SettingTable } from '../settings/setting.ts';

/** What `main.js --help` shows: the calls, and every setting with its default and meaning. Pure. */
export function toHelp(service: string, table: SettingTable): string {
  const settings = Object.entries(table).map(([name, { description, defaultValue, isRequired }]) => {
    const value = isRequired ? ' (required)' : defaultValue === undefined ? '' : ` (${defaultValue})`;
    return `  ${name}${value}: ${description}`;
  });
  return [
    `use: ${service}              serves until SIGTERM or SIGINT`,
    `     ${service} --check [--timeout MS] [--status CODE] [--contains TEXT] URL...`,
    `     ${service} --warm       loads everything and writes the compile cache`,
    '',
    'Settings, each from a variable or from the file that NAME_FILE names:',
    ...settings,
    '',
  ].join('\n');
}
