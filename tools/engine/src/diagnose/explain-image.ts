import type { CauseCode } from '@slipway/contracts';

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

/** Explains a waiting reason and the runtime's words. Pure. */
export function explainImage(reason: string, message: string): ImageFault {
  if (reason === 'InvalidImageName') {
    return {
      code: 'ImageReferenceInvalid',
      hint: 'Correct image.repository; it must be host/path without a tag.',
      isPassing: false,
    };
  }
  if (reason === 'ErrImageNeverPull') {
    return {
      code: 'ImageNotFound',
      hint: 'The pull policy is Never and the node does not have the image.',
      isPassing: false,
    };
  }
  if (/no match for platform|no matching manifest|does not match the specified platform/i.test(message)) {
    return { code: 'WrongArchitecture', hint: 'Build the image for the architecture of the nodes.', isPassing: false };
  }
  if (
    /unauthorized|denied|authentication required|authorization failed|\b40[13]\b|forbidden|no basic auth/i.test(message)
  ) {
    return {
      code: 'ImagePullDenied',
      hint: 'The registry does not let the cluster in (some say so of a repository that does not exist, too): check the name and imagePullSecrets.',
      isPassing: false,
    };
  }
  if (/not found|manifest unknown|name unknown|does not exist|\b404\b/i.test(message)) {
    return {
      code: 'ImageNotFound',
      hint: 'The registry does not have this image: build and push it, or correct the reference.',
      isPassing: false,
    };
  }
  if (
    /dial tcp|no such host|connection refused|i\/o timeout|timeout|x509|tls:|server misbehaving|EOF|\b5\d\d\b|unreachable/i.test(
      message,
    )
  ) {
    return {
      code: 'RegistryUnreachable',
      hint: 'The node cannot reach the registry: check its address, and that it runs.',
      isPassing: true,
    };
  }
  return {
    code: 'ImageNotFound',
    hint: 'The image cannot be pulled: check the reference and the registry.',
    isPassing: true,
  };
}
