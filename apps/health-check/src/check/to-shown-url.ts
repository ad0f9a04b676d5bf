import { REDACTED } from '@slipway/logging/src/redaction/redacted.ts';
import { isSecretKey } from '@slipway/logging/src/redaction/secret-key.ts';
import { redactText } from '@slipway/logging/src/redaction/secret-text.ts';

/**
 * An address as it may be shown: without user, password and fragment, and without values of its query that
 * are secret by their name or look. Relative ones are resolved against `base`. Pure.
 */
export function toShownUrl(text: string, base?: string): string {
  if (!URL.canParse(text, base)) return 'an address that is none';
  const url = new URL(text, base);
  const query = [...url.searchParams].map(([name, value]) => `${name}=${isSecretKey(name) ? REDACTED : value}`);
  return redactText(`${url.protocol}//${url.host}${url.pathname}${query.length > 0 ? `?${query.join('&')}` : ''}`);
}
