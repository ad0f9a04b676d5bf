import { redactLine } from '../diagnose/redact-log.ts';

const BEGIN = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const END = /-----END [A-Z ]*PRIVATE KEY-----/;
/** A key that never ends must not hide the rest of a log. */
const MOST_KEY_LINES = 200;

/** Marks `secrets`, and what looks like one, in the lines of one container, in their order: a private key takes many lines. */
export function createLineRedactor(secrets: readonly string[] = []): (text: string) => string {
  let keyLines = 0;
  return function redact(text) {
    if (keyLines > 0) {
      keyLines = END.test(text) || keyLines > MOST_KEY_LINES ? 0 : keyLines + 1;
      return '(secret)';
    }
    if (BEGIN.test(text) && !END.test(text)) keyLines = 1;
    return redactLine(text, secrets);
  };
}
