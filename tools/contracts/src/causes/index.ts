export type { CauseEntry } from './cause-entry.ts';
export * from './causes.ts';
