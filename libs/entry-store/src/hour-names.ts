import { opendir } from 'node:fs/promises';
import { isEntryBaseName } from './entry-name.ts';

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
 * The smallest names of one hour within a range, in order; none where the hour is gone. One pass over the
 * hour's folder; memory is bounded by twice the limit, however many files there are.
 */
export async function readHourNames(folder: string, hour: string, range: NameRange): Promise<string[]> {
  const { after, limit } = range;
  let names: string[] = [];
  let ceiling = range.before;
  for await (const base of eachEntryFile(`${folder}/${hour}`)) {
    const name = `${hour}/${base}`;
    if (name <= after || name >= ceiling) continue;
    names.push(name);
    // Stryker disable next-line ConditionalExpression,EqualityOperator,ArithmeticOperator,BlockStatement: it saves memory, nothing else
    if (names.length >= limit * 2) {
      names = names.sort().slice(0, limit);
      ceiling = names[limit - 1] as string;
    }
  }
  return names.sort().slice(0, limit);
}

/** The last name of an hour, or undefined when it holds no entry. */
export async function readNewestName(folder: string, hour: string): Promise<string | undefined> {
  let newest = '';
  for await (const base of eachEntryFile(`${folder}/${hour}`)) if (base > newest) newest = base;
  return newest === '' ? undefined : `${hour}/${newest}`;
}

/** The files of a folder that are named like entries, in no order; none where the folder is gone, or is none. */
export async function* eachEntryFile(folder: string): AsyncGenerator<string> {
  let entries;
  try {
    // Stryker disable next-line ObjectLiteral: a smaller buffer takes more time, nothing else
    entries = await opendir(folder, { bufferSize: 1024 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return;
    throw error;
  }
  for await (const { name } of entries) if (isEntryBaseName(name)) yield name;
}
