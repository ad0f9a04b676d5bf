import { looksRandom } from './random-text.ts';
import { REDACTED } from './redacted.ts';

/** JSON Web Tokens (RFC 7519), signed, unsigned or encrypted; the head is JSON, which begins `{"`. */
const JWT = /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*){0,3}/g;

/**
 * Tokens that say what they are by their first letters, as their issuers document: GitHub, GitLab, Slack,
 * AWS, Stripe and the like (`sk_`), OpenAI and Anthropic (`sk-`), npm, PyPI, Google, SendGrid,
 * DigitalOcean, Vault, Hugging Face, Shopify.
 */
const PREFIXED = new RegExp(
  `(?<![\\w-])(?:${[
    'gh[a-z]_[A-Za-z0-9]{16,}',
    'github_pat_\\w{16,}',
    'gl[a-z]{2,5}-[\\w.-]{16,}',
    'xox[a-z]-[\\w-]{10,}',
    'xapp-[\\w-]{10,}',
    'A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}(?![A-Za-z0-9])',
    '(?:sk|rk|whsec)[-_][\\w-]{16,}',
    'npm_[A-Za-z0-9]{16,}',
    'pypi-[\\w-]{16,}',
    'AIza[\\w-]{30,}',
    'ya29\\.[\\w-]{10,}',
    'SG\\.[\\w-]{16,}\\.[\\w-]{16,}',
    'do[a-z]_v1_\\w{16,}',
    'hv[a-z]\\.[\\w-]{16,}',
    'hf_[A-Za-z0-9]{16,}',
    'shp[a-z]{2}_\\w{16,}',
  ].join('|')})`,
  'g',
);

/** The path of a Slack webhook is its password. */
const WEBHOOK = /(hooks\.slack\.com\/)[\w/-]+/g;

/** Everything that could be one piece of base64, in either alphabet. */
const RUN = /[A-Za-z0-9+/_-]{20,}={0,2}/g;

/** Hashes with the name of their kind before them, as in lock files and SRI, are no secrets. */
const NAMED_HASH = /^(?:sha|md|blake)\d{1,3}[-_]/i;

/** Takes out tokens that are known by their shape, and long text that chance seems to have made. */
export function redactTokenShapes(text: string): string {
  return text
    .replace(JWT, REDACTED)
    .replace(PREFIXED, REDACTED)
    .replace(WEBHOOK, `$1${REDACTED}`)
    .replace(RUN, (run) => (!NAMED_HASH.test(run) && looksRandom(run) ? REDACTED : run));
}
