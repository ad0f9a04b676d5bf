import { remember } from './remember.ts';

/**
 * Words that make a name secret wherever they stand in it. Also found inside words run together and in
 * any mix of cases (`DBPASSWORD`, `pAsSwOrD`), therefore long enough to mean nothing else.
 */
const STEMS = /passw(?:or)?d|passphrase|passcode|secret(?!ar)|credential|cookie|authori[sz]ation/;

/** Words that make a name secret only as words of their own. */
const WORDS = new Set(
  'creds cred pwd dsn bearer jwt sas otp totp pat csrf xsrf signature signatures sig hmac token tokens key keys auth pass session'.split(
    ' ',
  ),
);

/** Words run together that end a word: `accesstoken`, `apikey`, `sessionid`, `connectionstring`. */
const GLUED =
  /token$|(?:api|app|access|pass|account|admin|auth|aes|cipher|client|crypto|db|decryption|deploy|encryption|host|integration|license|master|private|rsa|secret|service|session|shared|signing|ssh|storage|subscription|user|webhook)keys?$|sessionid$|conn(?:ection)?str(?:ing)?s?$/;

/** Pairs of words that say more together: the id of a session opens it, the id of a key does not. */
const PAIRS = /(?:^| )(?:(?:session|secret|cookie|auth) u?id|conn(?:ection)? str(?:ing)?|sas (?:url|uri))(?: |$)/;

/** Keys that open nothing. `key` alone and every other one does. */
const OPEN_KEYS = new Set(
  'public primary foreign partition sort cache row index object lookup map group idempotency translation hot arrow routing dedup deduplication message'.split(
    ' ',
  ),
);

/** Last words that speak about a secret instead of holding it: `passwordFile`, `tokenCount`, `keyId`, `secretName`. */
const ABOUT = new Set(
  (
    'name names file files path paths dir folder id ids ref refs url uri urls uris endpoint address host issuer provider ' +
    'manager type types kind class count counts length size limit max min used left total budget age ttl at on ms second ' +
    'seconds minute minutes hour hours day days bytes bits expiry expires expired expiration timeout created updated ' +
    'rotated changed valid invalid missing required enabled disabled status version format algorithm alg method mode ' +
    'scheme policy usage rotation event press down up domain prefix sock socket board field'
  ).split(' '),
);

/** First words that ask about a secret (`hasPassword`) or count (`maxTokens`). */
const ASKS = new Set('is has had needs requires uses without no num max min total count'.split(' '));

/** Words before `tokens` with which language models count text. */
const COUNTED_TOKENS = /(?:^| )(?:prompt|completion|input|output|used|cached|reasoning) tokens(?: |$)/;

/**
 * Whether values under this key are secret, judged by its name alone: passwords, secrets, tokens, keys,
 * credentials, cookies, authorization, session ids, signatures, DSNs and connection strings in any
 * spelling (`apiKey`, `X-Api-Key`, `EXTERNAL_INTEGRATION_KEY_DEVELOPMENT`). Names that only speak about
 * one pass: `passwordFile`, `keyId`, `maxTokens`, `hasSecret`, `publicKey`, and the shell's `PWD`.
 * Remembers its answers, since a service logs few distinct keys.
 */
export const isSecretKey: (key: string) => boolean = remember(judge, { count: 1000, length: 64 });

function judge(key: string): boolean {
  // The folder a shell is in (POSIX), which cannot hold a password: shells set it themselves.
  if (key === 'PWD') return false;
  const words = toWords(key);
  if (namesSecret(words)) return !isAboutSecret(words);
  const lower = key.toLowerCase();
  return namesSecret(toWords(lower)) || STEMS.test(lower.replace(/[^a-z]/g, ''));
}

/** `EXTERNAL_API-keyId2` -> external, api, key, id: numbers say nothing. */
function toWords(key: string): string[] {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]/)
    .filter((word) => word !== '');
}

function namesSecret(words: readonly string[]): boolean {
  return words.some((word) => WORDS.has(word) || STEMS.test(word) || GLUED.test(word)) || PAIRS.test(words.join(' '));
}

function isAboutSecret(words: readonly string[]): boolean {
  const text = words.join(' ');
  if (PAIRS.test(text)) return false;
  if (ABOUT.has(words.at(-1) as string) || ASKS.has(words[0] as string) || COUNTED_TOKENS.test(text)) return true;
  const others = words.filter((word, index) => !(isKey(word) && OPEN_KEYS.has(words[index - 1] as string)));
  return !namesSecret(others);
}

function isKey(word: string): boolean {
  return word === 'key' || word === 'keys';
}
