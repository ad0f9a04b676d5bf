import { readFile } from 'node:fs';

/** One stored entry, as it is handed on. */
export interface StoredEntry {
  name: string;
  /** JSON object without a line break at its end; its first key is `file`, the entry's name. */
  json: string;
}

/** What a file turned out to be: an entry; not (yet) whole; or gone. */
export type ReadEntry = StoredEntry | 'incomplete' | 'gone';

/** Reads one entry. A file is whole when it is one JSON object with a line break at its end. */
export function readEntry(path: string, name: string): Promise<ReadEntry> {
  return new Promise((resolve, reject) => {
    readFile(path, 'utf8', (error, text) => {
      // A folder of that name was never an entry, and must not keep the others from being read.
      if (error?.code === 'ENOENT' || error?.code === 'EISDIR') resolve('gone');
      else if (error) reject(error);
      else resolve(toStoredEntry(name, text));
    });
  });
}

function toStoredEntry(name: string, text: string): ReadEntry {
  if (!text.startsWith('{') || !text.endsWith('}\n') || !isJson(text)) return 'incomplete';
  const rest = text.slice(1, -1);
  return { name, json: `{"file":"${name}"${rest === '}' ? '' : ','}${rest}` };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
