import type { CauseEntry } from './cause-entry.ts';

const EVENTS = 'kubectl -n NAMESPACE describe pod POD';

/** Images that a node cannot have, or cannot run. */
export const IMAGE_CAUSES = [
  {
    code: 'ImageNotFound',
    title: 'the registry does not have the image',
    meaning: 'The registry answers, and has no image by that name, tag or digest.',
    recognised:
      'Waiting reason ErrImagePull or ImagePullBackOff with "not found" or "manifest unknown"; ErrImageNeverPull. Before the deploy: the image was never built, or cannot be pushed because its layout is gone.',
    patience: 'Fails at once. A pull that goes on is slow, however long it takes.',
    hint: 'Build and push the image, or correct the reference.',
    commands: [EVENTS, 'nx run PROJECT:docker'],
  },
  {
    code: 'ImagePullDenied',
    title: 'the registry does not let the cluster in',
    meaning:
      'The registry wants credentials that the node or the deployer does not have. Some registries say so of a repository that does not exist.',
    recognised:
      'Waiting reason ErrImagePull or ImagePullBackOff with "unauthorized", "denied", 401 or 403; the same answer to a push.',
    patience: 'Fails at once.',
    hint: 'Check the name of the image, and imagePullSecrets (some registries say so of a repository that does not exist, too).',
    commands: [EVENTS, 'kubectl -n NAMESPACE get pod POD -o jsonpath={.spec.imagePullSecrets}'],
  },
  {
    code: 'ImageReferenceInvalid',
    title: 'the image reference is none',
    meaning: 'The reference does not have the form host/path@digest, so nobody is asked for it.',
    recognised: 'Waiting reason InvalidImageName; a registry or repository name that no registry takes.',
    patience: 'Fails at once.',
    hint: 'Correct image.repository; it must be host/path without a tag.',
    commands: ['kubectl -n NAMESPACE get pod POD -o jsonpath={.spec.containers[*].image}'],
  },
  {
    code: 'RegistryUnreachable',
    title: 'the registry does not answer',
    meaning:
      'The node, or the deployer that pushes, gets no connection, no name, no trusted certificate or a server error.',
    recognised: 'Waiting reason ErrImagePull or ImagePullBackOff with a network, TLS or 5xx error; the same at a push.',
    patience: 'The first failed pull is slow; the second, or 10 s after the first, is failed.',
    hint: 'The node cannot reach the registry: check its address, and that it runs.',
    commands: [EVENTS, 'slipway doctor'],
  },
  {
    code: 'WrongArchitecture',
    title: 'the image is for another processor',
    meaning:
      'The image has no variant for the architecture of the node, or its program is made for another one, or is no program at all.',
    recognised: 'A pull that ends with "no match for platform"; "exec format error" from the runtime or in the log.',
    patience: 'Fails at once.',
    hint: 'Build the image for the architecture of the nodes.',
    commands: ['kubectl get nodes -L kubernetes.io/arch', EVENTS],
  },
] as const satisfies readonly CauseEntry[];
