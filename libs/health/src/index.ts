export * from './connections.ts';
export * from './drain.ts';
export * from './health.ts';
