import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bench } from './bench.ts';

/** Every bench of a folder (`<name>.bench.ts`), in the order of their file names. Throws on a row id used twice. */
export async function loadBenches(folder: string = join(import.meta.dirname, 'benches')): Promise<Bench[]> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.bench.ts'))
    .sort();
  const benches: Bench[] = [];
  for (const file of files) {
    const { bench } = (await import(pathToFileURL(join(folder, file)).href)) as { bench: Bench };
    benches.push(bench);
  }
  const ids = benches.flatMap(({ rows }) => rows.map(({ id }) => id));
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`load the benches of ${folder}: the row ${twice} is there twice.`);
  return benches;
}
