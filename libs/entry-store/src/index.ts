export { isEntryName, toCompactTime } from './entry-name.ts';
export * from './entry-store.ts';
export * from './entry-store-error.ts';
export type { StoredEntry } from './read-entry.ts';
