import { toEscapedJson } from './json-escape.ts';
import { REDACTED } from './redacted.ts';

/** Shorter values are not looked for: they are part of ordinary words and numbers. */
export const MIN_EXACT_SECRET_LENGTH = 4;

/** Takes known secret values out of text, however it is written down. */
export interface ExactSecrets {
  /** Whether a finished line holds one of them. */
  isIn(line: string): boolean;
  /** The text with `[redacted]` in their places. */
  hide(text: string): string;
}

/**
 * The values that `secrets` gives, asked anew each time so that a rotated key counts at once. Found as
 * they are, escaped as in JSON and in JSON inside JSON, and percent-encoded.
 */
export function createExactSecrets(secrets: () => readonly string[]): ExactSecrets {
  let known: readonly string[] = [];
  let forms: readonly string[] = [];

  function refresh(): readonly string[] {
    const current = secrets();
    let isSame = current.length === known.length;
    for (let index = 0; isSame && index < known.length; index += 1) isSame = current[index] === known[index];
    if (!isSame) {
      known = [...current];
      forms = toForms(known);
    }
    return forms;
  }
  return {
    isIn(line) {
      for (const form of refresh()) if (line.includes(form)) return true;
      return false;
    },
    hide: (text) => refresh().reduce((clean, form) => clean.replaceAll(form, REDACTED), text),
  };
}

/** Longest first, so that a secret within another one does not leave the rest of it behind. */
function toForms(secrets: readonly string[]): string[] {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (typeof secret !== 'string' || secret.length < MIN_EXACT_SECRET_LENGTH) continue;
    const inJson = JSON.stringify(secret).slice(1, -1);
    for (const form of [secret, toEscaped(secret), inJson, toEscaped(inJson), toPercentEncoded(secret)])
      forms.add(form);
  }
  return [...forms].sort((a, b) => b.length - a.length);
}

/** As our own lines write it. */
function toEscaped(text: string): string {
  return toEscapedJson(text).slice(1, -1);
}

function toPercentEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
