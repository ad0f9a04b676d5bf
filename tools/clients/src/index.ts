export * from './process/find-program.ts';
export * from './process/process-error.ts';
export * from './process/run-process.ts';
