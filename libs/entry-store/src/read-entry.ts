import { readFile } from 'node:fs';

/** One stored entry, as it is handed on. */
export interface StoredEntry {
  name: string;
  /** JSON object without a line break at its end; its first key is `file`, the entry's name. */
  json: string;
}

/** Reads one entry; undefined when its file is not whole, gone, or no file. */
export function readEntry(folder: string, name: string): Promise<StoredEntry | undefined> {
  return new Promise((resolve, reject) => {
    readFile(`${folder}/${name}`, 'utf8', (error, text) => {
      // A folder of that name was never an entry, and must not keep the others from being read.
      if (error?.code === 'ENOENT' || error?.code === 'EISDIR' || error?.code === 'ENOTDIR') resolve(undefined);
      else if (error) reject(error);
      else resolve(toStoredEntry(name, text));
    });
  });
}

/** A file is whole when it is one JSON object with a line break at its end. */
function toStoredEntry(name: string, text: string): StoredEntry | undefined {
  if (!text.startsWith('{') || !text.endsWith('}\n') || !isJson(text)) return undefined;
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
