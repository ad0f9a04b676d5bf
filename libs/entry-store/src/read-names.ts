import { opendir } from 'node:fs/promises';
import { isEntryName } from './entry-name.ts';

/** Which names are wanted. */
export interface NameRange {
  /** Only names after this one. */
  after: string;
  /** Only names before this text. */
  before: string;
  /** At most so many, the smallest. */
  limit: number;
}

/**
 * The smallest names of a folder within a range, in order. One pass over the folder; memory is bounded
 * by twice the limit, however many files there are.
 */
export async function readNames(folder: string, { after, before, limit }: NameRange): Promise<string[]> {
  let names: string[] = [];
  let ceiling = before;
  for await (const { name } of await opendir(folder, { bufferSize: 1024 })) {
    if (name <= after || name >= ceiling || !isEntryName(name)) continue;
    names.push(name);
    if (names.length >= limit * 2) {
      names = names.sort().slice(0, limit);
      ceiling = names[limit - 1] ?? before;
    }
  }
  return names.sort().slice(0, limit);
}

/** The last name of a folder, or undefined when it holds no entry. */
export async function readNewestName(folder: string): Promise<string | undefined> {
  let newest: string | undefined;
  for await (const { name } of await opendir(folder, { bufferSize: 1024 })) {
    if ((newest === undefined || name > newest) && isEntryName(name)) newest = name;
  }
  return newest;
}
