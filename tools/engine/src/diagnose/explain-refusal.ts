import type { Cause, CauseCode } from '@slipway/contracts';
import { hintOf, SlipwayError } from '@slipway/contracts';
import { toErrorCause } from './error-cause.ts';
import { explainReference } from './explain-config.ts';
import { redactLine } from './redact-log.ts';

/** Why the API server or a rule of the cluster refused something. */
export interface Refusal {
  code: CauseCode;
  message: string;
  hint: string;
}

/** What the API server says, and what it means; the first match wins. */
const RULES: readonly (readonly [CauseCode, RegExp, hint?: string])[] = [
  ['QuotaExceeded', /exceeded quota|must specify .* quota|failed quota/i],
  ['PodSecurityRefused', /violates PodSecurity|unable to validate against any security context constraint/i],
  ['AdmissionRefused', /admission webhook|failed calling webhook|ValidatingAdmissionPolicy/i],
  ['ServiceAccountMissing', /serviceaccount "[^"]+" not found|error looking up service account/i],
  ['QuotaExceeded', /(maximum|minimum) \S+ usage per (Container|Pod)|max limit to request ratio/i, "Keep within the namespace's LimitRange."], // prettier-ignore
  ['ImmutableField', /field is immutable|updates to statefulset spec for fields other than|may not change once set/i],
  ['NamespaceEnding', /because it is being terminated/i],
  ['Forbidden', /cannot (get|list|create|update|patch|delete|watch|deletecollection) resource/i],
];

/** Explains an error text of the API server (events `FailedCreate`, answers). Pure. */
export function explainRefusal(text: string): Refusal {
  const message = firstLine(text).replace(/^Error creating: /, '');
  const rule = RULES.find(([, pattern]) => pattern.test(text));
  if (rule) return { code: rule[0], message, hint: rule[2] ?? hintOf(rule[0]) };
  const reference = explainReference(text);
  if (reference) return reference;
  return { code: 'ManifestRefused', message, hint: hintOf('ManifestRefused') };
}

/**
 * An answer of the API server that refuses an object (a dry run, an apply) as the cause that a deploy would
 * end with. `object`: `Kind/name`. An error that is no refusal (no connection, no credentials) keeps its own code. Pure.
 */
export function toRefusalCause(error: unknown, object: string, secrets: readonly string[] = []): Cause {
  const isRefusal = error instanceof SlipwayError && ['ManifestRefused', 'Forbidden', 'Conflict', 'ApiFailed'].includes(error.code); // prettier-ignore
  if (!isRefusal) return { ...toErrorCause(error, '', secrets), object };
  const rights = error.code === 'Forbidden' && / no right to /.test(error.message);
  const { code, message, hint } = explainRefusal(error.message);
  const isKnown = code !== 'ManifestRefused' && !rights;
  if (!isKnown && error.code !== 'ManifestRefused') return { ...toErrorCause(error, '', secrets), object };
  return { code, object, message: redactLine(message, secrets), logs: [], hint };
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
