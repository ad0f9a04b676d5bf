import { writeFile } from 'node:fs';
import { join } from 'node:path';
import { createEntryStore } from '@slipway/entry-store';
import { ENTRY } from './entry.ts';

/** Writes entry number `n` into a file of its own. */
export type WriteEntry = (n: number) => Promise<unknown>;

async function ours(folder: string): Promise<WriteEntry> {
  const store = createEntryStore({ folder, host: 'bench' });
  await store.open();
  return () => store.write(ENTRY);
}

/** What a store is made of, and nothing else: the name is a number, the text is ready. */
function raw(folder: string): WriteEntry {
  const text = Buffer.from(`${JSON.stringify(ENTRY)}\n`);
  return (n) =>
    new Promise<void>((resolve, reject) => {
      writeFile(join(folder, `${n}.log`), text, { flag: 'wx' }, (error) => (error ? reject(error) : resolve()));
    });
}

/** Every side by its name on the command line. */
export const WRITERS = { 'entry store': ours, 'fs.writeFile, wx': raw } satisfies Record<
  string,
  (folder: string) => Promise<WriteEntry> | WriteEntry
>;

export type WriterName = keyof typeof WRITERS;
