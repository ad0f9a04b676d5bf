import { SlipwayError } from '@slipway/contracts';
import type { ProcessError } from '../process/process-error.ts';

interface Rule {
  code: string;
  pattern: RegExp;
  hint: string;
}

/** What Helm says (its last lines on standard error) and what it means; the first match wins. */
const RULES: readonly Rule[] = [
  {
    code: 'ReleaseBusy',
    pattern: /another operation \(install\/upgrade\/rollback\) is in progress/,
    hint: 'Somebody else is changing this release; run again when they are done.',
  },
  {
    code: 'NameTaken',
    pattern: /invalid ownership metadata|cannot be imported into the current release/,
    hint: 'An object of that name exists and belongs to something else: rename it, or remove the other one.',
  },
  {
    code: 'ImmutableField',
    pattern: /field is immutable|updates to statefulset spec for fields other than|may not change once set/i,
    hint: 'Kubernetes does not let this field change: uninstall the release first (claims stay), or keep the old value.',
  },
  {
    code: 'PodSecurityRefused',
    pattern: /violates PodSecurity/,
    hint: 'Set the security context that the namespace asks for.',
  },
  { code: 'QuotaExceeded', pattern: /exceeded quota/, hint: 'Raise the quota, or ask for less.' },
  {
    code: 'AdmissionRefused',
    pattern: /admission webhook .* denied the request|failed calling webhook|ValidatingAdmissionPolicy/i,
    hint: 'A rule of the cluster refuses this object; the message says which.',
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
    hint: 'The API server refuses this object; the message names the field.',
  },
  {
    code: 'Forbidden',
    pattern: /is forbidden|cannot (get|list|create|update|patch|delete|watch) resource/,
    hint: 'Ask for the right that the message names.',
  },
  {
    code: 'CredentialsExpired',
    pattern: /Unauthorized|the server has asked for the client to provide credentials|provide credentials/,
    hint: 'The credentials may have expired: log in again, or get a fresh kubeconfig.',
  },
  {
    code: 'ApiUnreachable',
    pattern: /cluster unreachable|connection refused|no such host|i\/o timeout|connection reset|TLS handshake timeout/i,
    hint: 'Is the cluster running? The local one starts with "npm run up" or "slipway cluster up".',
  },
  {
    code: 'ApiUnreachable',
    pattern: /context .* does not exist/,
    hint: 'Choose a context of the kubeconfig with --context or SLIPWAY_CONTEXT.',
  },
  {
    code: 'ManifestRefused',
    pattern: /server-side apply failed|failed to convert new object/,
    hint: 'The API server refuses this object; the message says why.',
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
    hint: 'Correct the chart or its values; "nx helm-lint <project>" checks both.',
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
    ...(rule ? { hint: rule.hint } : {}),
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
