import type { Cause, CauseCode } from '@slipway/contracts';
import { CAUSE_CODES, hintOf, SlipwayError } from '@slipway/contracts';
import { redactLine } from './redact-log.ts';

/** Codes of errors that mean the same as a cause under another name. */
const SAME: Record<string, CauseCode> = {
  ManifestRefused: 'ManifestRefused',
  RegistryDenied: 'ImagePullDenied',
  RegistryLoginAbsent: 'ImagePullDenied',
  RegistryUntrusted: 'RegistryUnreachable',
  RegistryNameInvalid: 'ImageReferenceInvalid',
  ApiUntrusted: 'CredentialsExpired',
  ApiFailed: 'ApiUnreachable',
  Locked: 'ReleaseBusy',
  HelmMissing: 'HelmFailed',
  YamlInvalid: 'ChartInvalid',
  ValuesInvalid: 'ChartInvalid',
};

/** An error on the way as the cause of a release's failure. Pure. */
export function toErrorCause(error: unknown, release: string, secrets: readonly string[] = []): Cause {
  const known = error instanceof SlipwayError ? error : undefined;
  const code = known ? (SAME[known.code] ?? known.code) : 'Unknown';
  const message = error instanceof Error ? error.message : String(error);
  const cause = (CAUSE_CODES as readonly string[]).includes(code) ? (code as CauseCode) : 'Unknown';
  return {
    code: cause,
    object: `Release/${release}`,
    message: redactLine(message, secrets),
    logs: [],
    hint: known?.hint ?? hintOf(cause),
  };
}
