const PATTERNS: readonly [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/g, '$1 (secret)'],
  [/((?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|integration[-_]?key|authorization|credential)s?["']?\s*[:=]\s*["']?)(?!\(secret\)|Bearer|Basic)[^\s"',;&}]{3,}/gi, '$1(secret)'], // prettier-ignore
  [/(:\/\/[^\s/:@]+:)[^\s/@]+@/g, '$1(secret)@'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----.*/g, '(secret)'],
];

/** A log line without known secret values and without what looks like one. Pure. */
export function redactLine(line: string, secrets: readonly string[] = []): string {
  const known = secrets.reduce((text, secret) => text.replaceAll(secret, '(secret)'), line);
  return PATTERNS.reduce((text, [pattern, mark]) => text.replace(pattern, mark), known);
}
