export type { DroppedHour } from './drop-hour.ts';
export { isEntryName, toCompactTime, toEntryName } from './entry-name.ts';
export * from './entry-store.ts';
export * from './entry-store-error.ts';
export * from './entry-store-types.ts';
export type { StoredEntry } from './read-entry.ts';
export type { Retention } from './retention.ts';
