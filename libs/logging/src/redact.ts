/** What stands in a line where a secret would have been. */
export const REDACTED = '[redacted]';

/**
 * Key names whose values never reach a log: credentials by their usual names, in any spelling of
 * words (`apiKey`, `api_key`, `X-Api-Key`, `EXTERNAL_INTEGRATION_KEY_DEVELOPMENT`).
 */
const SECRET_KEY =
  /authorization|cookie|passw(or)?d|passphrase|secret|credential|private[-_]?key|api[-_]?key|integration[-_]?key|access[-_]?key|(^|[-_.])(key|pwd|pass)s?$|(^|[-_.a-z])token$|bearer/i;

const verdicts = new Map<string, boolean>();
const MAX_REMEMBERED_KEYS = 1000;

/** Whether values under this key are secret. Remembers its answers, since a service logs few distinct keys. */
export function isSecretKey(key: string): boolean {
  let verdict = verdicts.get(key);
  if (verdict === undefined) {
    verdict = SECRET_KEY.test(key);
    if (verdicts.size < MAX_REMEMBERED_KEYS) verdicts.set(key, verdict);
  }
  return verdict;
}
