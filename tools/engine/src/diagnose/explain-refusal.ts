import type { CauseCode } from '@slipway/contracts';
import { explainReference } from './explain-config.ts';

/** Why the API server or a rule of the cluster refused something. */
export interface Refusal {
  code: CauseCode;
  message: string;
  hint: string;
}

interface Rule {
  code: CauseCode;
  pattern: RegExp;
  hint: string;
}

const RULES: readonly Rule[] = [
  {
    code: 'QuotaExceeded',
    pattern: /exceeded quota|must specify .* quota/i,
    hint: 'Raise the quota, or ask for less.',
  },
  {
    code: 'PodSecurityRefused',
    pattern: /violates PodSecurity|unable to validate against any security context constraint/i,
    hint: 'Set the security context that the namespace asks for.',
  },
  {
    code: 'AdmissionRefused',
    pattern: /admission webhook|failed calling webhook|ValidatingAdmissionPolicy/i,
    hint: 'A rule of the cluster refuses this object; the message says which.',
  },
  {
    code: 'ServiceAccountMissing',
    pattern: /serviceaccount "[^"]+" not found|error looking up service account/i,
    hint: 'Create the service account, or let the chart do it.',
  },
  {
    code: 'QuotaExceeded',
    pattern: /(maximum|minimum) \w+ usage per (Container|Pod)|max limit to request ratio/i,
    hint: "Keep within the namespace's LimitRange.",
  },
  {
    code: 'ImmutableField',
    pattern: /field is immutable|updates to statefulset spec for fields other than|may not change once set/i,
    hint: 'Kubernetes does not let this field change: uninstall the release first (claims stay), or keep the old value.',
  },
];

/** Explains an error text of the API server (events `FailedCreate`, answers). Pure. */
export function explainRefusal(text: string): Refusal {
  const message =
    text
      .trim()
      .split('\n')[0]
      ?.replace(/^Error creating: /, '') ?? '';
  const rule = RULES.find(({ pattern }) => pattern.test(text));
  if (rule) return { code: rule.code, message, hint: rule.hint };
  const reference = explainReference(text);
  if (reference) return reference;
  return { code: 'ManifestRefused', message, hint: 'The API server refuses the pod; the message says why.' };
}
