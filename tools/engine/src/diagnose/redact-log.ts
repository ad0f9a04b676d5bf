const PATTERNS: readonly [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/g, '$1 (secret)'],
  [/((?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|integration[-_]?key|authorization|credential)s?["']?\s*[:=]\s*["']?)(?!\(secret\)|Bearer|Basic)[^\s"',;&}]{3,}/gi, '$1(secret)'], // prettier-ignore
  [/(:\/\/[^\s/:@]+:)[^\s/@]+@/g, '$1(secret)@'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----.*/g, '(secret)'],
];

/** Whatever steers a terminal: colours may cut a secret in two, and a log may not move anybody's cursor. */
const CONTROLS =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]?|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~]?)|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A log line without known secret values, without what looks like one, and without control sequences. Pure. */
export function redactLine(line: string, secrets: readonly string[] = []): string {
  const plain = line.replace(CONTROLS, '');
  const known = secrets.reduce((text, secret) => text.replaceAll(secret, '(secret)'), plain);
  return PATTERNS.reduce((text, [pattern, mark]) => text.replace(pattern, mark), known);
}
