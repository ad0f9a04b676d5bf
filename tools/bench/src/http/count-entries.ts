import { readdirSync } from 'node:fs';

/** How many entries a folder of an entry store holds, in all its hours. */
export function countEntries(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log')).length;
}
