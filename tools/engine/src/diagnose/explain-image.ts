import type { CauseCode } from '@slipway/contracts';
import { hintOf } from '@slipway/contracts';

/** What is wrong with an image that cannot be had. */
export interface ImageFault {
  code: CauseCode;
  hint: string;
  /** Trying again may help: only a second failure counts. */
  isPassing: boolean;
}

const REASONS = new Set([
  'ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull', 'ImageInspectError', 'RegistryUnavailable',
  'SignatureValidationFailed',
]); // prettier-ignore

/** Whether a waiting reason of the kubelet is about the image (pkg/kubelet/images/types.go). */
export function isImageReason(reason: string): boolean {
  return REASONS.has(reason);
}

/** What runtimes and registries say, and what it means; the first match wins. */
const RULES: readonly (readonly [CauseCode, RegExp])[] = [
  ['WrongArchitecture', /no match for platform|no matching manifest|does not match the specified platform/i],
  ['ImagePullDenied', /unauthorized|denied|authentication required|authorization failed|\b40[13]\b|forbidden|no basic auth/i], // prettier-ignore
  ['ImageNotFound', /not found|manifest unknown|name unknown|does not exist|\b404\b/i],
  ['RegistryUnreachable', /dial tcp|no such host|connection refused|i\/o timeout|timeout|x509|tls:|server misbehaving|EOF|\b5\d\d\b|unreachable/i], // prettier-ignore
];

/** Explains a waiting reason and the runtime's words. Pure. */
export function explainImage(reason: string, message: string): ImageFault {
  if (reason === 'InvalidImageName') return fault('ImageReferenceInvalid');
  if (reason === 'ErrImageNeverPull') {
    return { ...fault('ImageNotFound'), hint: 'The pull policy is Never and the node does not have the image.' };
  }
  const code = RULES.find(([, pattern]) => pattern.test(message))?.[0];
  if (code) return fault(code, code === 'RegistryUnreachable');
  return { ...fault('ImageNotFound', true), hint: 'The image cannot be pulled: check the reference and the registry.' };
}

function fault(code: CauseCode, isPassing = false): ImageFault {
  return { code, hint: hintOf(code), isPassing };
}
