export * from './access-log.ts';
export * from './line-sink.ts';
export * from './log-level.ts';
export type * from './logger.ts';
export { REDACTED } from './redaction/redacted.ts';
export { isSecretKey } from './redaction/secret-key.ts';
export { looksSecret, redactText } from './redaction/secret-text.ts';
export * from './request-context.ts';
export * from './winston-logger.ts';
