import { SlipwayError } from '@slipway/contracts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;
const REGISTRY = /^([a-zA-Z0-9.-]+|\[[0-9a-fA-F:]+\])(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;

/** `<registry>/<repository>@<digest>`; the registry may have a path. Throws `RegistryNameInvalid`. */
export function toReference(registry: string, repository: string, digestOrTag: string): string {
  const separator = digestOrTag.startsWith('sha256:') ? '@' : ':';
  return `${checkRegistry(registry)}/${repository}${separator}${digestOrTag}`;
}

/** Host and port of a registry or of a reference. */
export function toHost(reference: string): string {
  return reference.split('/', 1)[0] ?? '';
}

/** Whether a registry is on this machine; only those may speak plain http. */
export function isLoopback(registry: string): boolean {
  return LOOPBACK.test(toHost(registry));
}

function checkRegistry(registry: string): string {
  const trimmed = registry.replace(/\/+$/, '');
  if (REGISTRY.test(trimmed)) return trimmed;
  throw new SlipwayError({
    code: 'RegistryNameInvalid',
    message: `name an image: "${registry}" is not a registry.`,
    hint: 'Write host, host:port or host/path, without a scheme, in "registry" of environment.yaml or SLIPWAY_REGISTRY.',
    exitCode: 64,
  });
}
