/** What stands where a secret would have been. */
export const REDACTED = '[redacted]';
