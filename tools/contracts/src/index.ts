export * from './environment.ts';
export * from './errors.ts';
export * from './exit-codes.ts';
export * from './image-ref.ts';
export * from './progress.ts';
