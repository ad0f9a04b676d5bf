export * from './connections.ts';
export * from './drain.ts';
export * from './health.ts';
export * from './loop-watch.ts';
