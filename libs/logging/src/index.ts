export * from './access-log.ts';
export * from './line-sink.ts';
export * from './log-level.ts';
export type * from './logger.ts';
export { isSecretKey, REDACTED } from './redact.ts';
export * from './request-context.ts';
export * from './winston-logger.ts';
