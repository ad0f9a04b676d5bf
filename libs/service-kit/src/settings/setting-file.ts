import { readFileSync, statSync } from 'node:fs';

/** What stands in the file of a setting, or what is wrong with the file. */
export type SettingFile = { text: string; fault?: undefined } | { text?: undefined; fault: string };

const MAX_FILE_BYTES = 65_536;

/** Whatever no value of a setting has; line breaks are for the check of the setting itself. */
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** A file's text, without a byte order mark before and line breaks after it. Never throws. */
export function readSettingFile(path: string): SettingFile {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return { fault: 'is not a file' };
    if (stat.size > MAX_FILE_BYTES) return { fault: `holds more than ${MAX_FILE_BYTES} bytes` };
    return toText(readFileSync(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return { fault: code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})` };
  }
}

function toText(bytes: Buffer): SettingFile {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/[\r\n]+$/, '');
    if (text.trim() === '') return { fault: 'is empty' };
    return CONTROLS.test(text) ? { fault: 'holds control characters' } : { text };
  } catch {
    return { fault: 'is not text in UTF-8' };
  }
}
