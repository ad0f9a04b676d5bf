export * from './process/process-error.ts';
export * from './process/run-process.ts';
