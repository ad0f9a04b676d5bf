import { readdirSync } from 'node:fs';

/** Names of results: `20261121T063004123Z-0123abcd.json`. */
const NAME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-[0-9a-f]{8}\.json$/;
/** Of those that were never finished. */
const TEMPORARY = /^\.\d{8}T\d{9}Z-[0-9a-f]{8}\.json\.tmp$/;

/** A result's time in milliseconds since 1970 by its name; undefined for what is none. Pure. */
export function toResultTime(name: string): number | undefined {
  const match = NAME.exec(name);
  return match ? Date.parse(name.replace(NAME, '$1-$2-$3T$4:$5:$6.$7Z')) : undefined;
}

/** The results in a folder, newest first, and the leftovers of runs that were killed. Throws what `readdir` throws. */
export function listResults(folder: string): { results: string[]; leftovers: string[] } {
  const names = readdirSync(folder);
  return {
    results: names
      .filter((name) => NAME.test(name))
      .sort()
      .reverse(),
    leftovers: names.filter((name) => TEMPORARY.test(name)),
  };
}
