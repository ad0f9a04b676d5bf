import type { CauseCode } from '@slipway/contracts';
import { hintOf, SlipwayError } from '@slipway/contracts';
import type { ProcessError } from '../process/process-error.ts';

interface Rule {
  code: CauseCode;
  pattern: RegExp;
  /** Where there is more to say than the table of causes does. */
  hint?: string;
}

/** What Helm says (its last lines on standard error) and what it means; the first match wins. */
const RULES: readonly Rule[] = [
  {
    code: 'ReleaseBusy',
    pattern: /another operation \(install\/upgrade\/rollback\) is in progress/,
  },
  {
    code: 'NameTaken',
    pattern: /invalid ownership metadata|cannot be imported into the current release/,
  },
  {
    code: 'ImmutableField',
    pattern: /field is immutable|updates to statefulset spec for fields other than|may not change once set/i,
  },
  {
    code: 'PodSecurityRefused',
    pattern: /violates PodSecurity/,
  },
  { code: 'QuotaExceeded', pattern: /exceeded quota/ },
  {
    code: 'AdmissionRefused',
    pattern: /admission webhook .* denied the request|failed calling webhook|ValidatingAdmissionPolicy/i,
  },
  {
    code: 'HookFailed',
    pattern:
      /(pre|post)-(install|upgrade|rollback|delete) hooks? failed|failed (pre|post)-(install|upgrade|rollback|delete)/i,
    hint: 'A hook of the chart failed; its pod says why.',
  },
  {
    code: 'ManifestRefused',
    pattern: /\S+ ".*" is invalid:|Invalid value:|Unsupported value:|failed to create typed patch object/,
  },
  {
    code: 'Forbidden',
    pattern: /is forbidden|cannot (get|list|create|update|patch|delete|watch) resource/,
  },
  {
    code: 'CredentialsExpired',
    pattern: /Unauthorized|the server has asked for the client to provide credentials|provide credentials/,
  },
  {
    code: 'ApiUnreachable',
    pattern: /cluster unreachable|connection refused|no such host|i\/o timeout|connection reset|TLS handshake timeout/i,
  },
  {
    code: 'ApiUnreachable',
    pattern: /context .* does not exist/,
    hint: 'Choose a context of the kubeconfig with --context or SLIPWAY_CONTEXT.',
  },
  {
    code: 'ManifestRefused',
    pattern: /server-side apply failed|failed to convert new object/,
  },
  {
    code: 'ChartInvalid',
    pattern: /no matches for kind/,
    hint: 'The cluster does not know this kind: install its CustomResourceDefinition first, or correct apiVersion and kind.',
  },
  {
    code: 'ChartInvalid',
    pattern:
      /values don't meet the specifications|parse error|execution error|error calling|nil pointer|YAML parse error|Chart\.yaml|missing in charts\/|template:|failed to load|unmarshal|unknown field|chart/i,
  },
];

/** What went wrong in one run of Helm, with its own words; values never stand in them. */
export function toHelmError(what: string, failure: ProcessError): SlipwayError {
  const said = failure.stderr.trim() || failure.stdout.trim();
  const isMissing = failure.processExitCode === undefined && /not found/.test(failure.message);
  if (isMissing) {
    return new SlipwayError({
      code: 'HelmMissing',
      message: `${what}: the program ${failure.command} was not found.`,
      hint: 'Run "slipway toolchain install helm".',
      cause: failure,
    });
  }
  const rule = RULES.find(({ pattern }) => pattern.test(said));
  const text = toSentence(said) || failure.message;
  return new SlipwayError({
    code: rule?.code ?? 'HelmFailed',
    message: `${what}: ${text}`,
    hint: rule?.hint ?? hintOf(rule?.code ?? 'HelmFailed'),
    details: { exitCode: failure.processExitCode },
    cause: failure,
  });
}

const NOISE = /^(level=|time=|WARNING:|I\d{4}|W\d{4}|Release ".*" does not exist\. Installing|Pulled:|Digest:|\s*$)/;

function toSentence(text: string): string {
  const lines = text.split('\n').filter((line) => !NOISE.test(line));
  const joined = lines.slice(-8).join('\n').replace(/^Error: /, '').trim(); // prettier-ignore
  return joined && !/[.!?]$/.test(joined) ? `${joined}.` : joined;
}
