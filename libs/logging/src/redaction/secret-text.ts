import { redactAuthSchemes } from './auth-schemes.ts';
import { redactNamedValues } from './named-values.ts';
import { redactPemBlocks } from './pem-blocks.ts';
import { redactTokenShapes } from './token-shapes.ts';
import { redactUrlCredentials } from './url-credentials.ts';

/**
 * Text with every value that looks secret replaced by `[redacted]`: PEM blocks, user and password in
 * URLs, `Bearer` and `Basic` credentials, values beside a secret name (`password=x`), JSON Web Tokens,
 * tokens with a known prefix, and long text of high entropy. Ids that only look like it stay: UUIDs,
 * hex of any length, digests, times, paths, host names and names of entries. A secret made of words,
 * or of hex, is known by its name alone (`isSecretKey`). Takes time linear in the length of the text;
 * what is redacted once stays the same when redacted again.
 *
 * @example
 * redactText('postgres://app:s3cret@db/main refused') // 'postgres://[redacted]@db/main refused'
 */
export function redactText(text: string): string {
  let clean = text;
  for (const redact of [
    redactPemBlocks,
    redactUrlCredentials,
    redactAuthSchemes,
    redactNamedValues,
    redactTokenShapes,
  ]) {
    clean = redact(clean);
  }
  return clean;
}

/** Whether `redactText` would take something out of the text. */
export function looksSecret(text: string): boolean {
  return redactText(text) !== text;
}
