import { SlipwayError } from '@slipway/contracts';
import { toHost } from './reference.ts';

/** One reason for which a registry did not do what was asked, told from what crane printed. */
interface Reason {
  code: 'RegistryLoginAbsent' | 'RegistryDenied' | 'RegistryUntrusted' | 'RegistryUnreachable';
  pattern: RegExp;
  what: string;
  fix: (host: string) => string;
}

const REASONS: readonly Reason[] = [
  {
    code: 'RegistryDenied',
    pattern: /\bDENIED\b|status code 403|403 Forbidden/i,
    what: 'the registry refuses this user',
    fix: (host) => `Ask for the right to push to this repository, or log in as another user: docker login ${host}`,
  },
  {
    code: 'RegistryLoginAbsent',
    pattern: /UNAUTHORIZED|status code 401|401 Unauthorized|authentication required|error getting credentials/i,
    what: 'the registry wants a login',
    fix: (host) =>
      `Log in and run again: docker login ${host} (or: slipway toolchain exec -- crane auth login ${host})`,
  },
  {
    code: 'RegistryUntrusted',
    pattern: /x509:|certificate|tls: |server gave HTTP response to HTTPS client/i,
    what: 'its certificate is not trusted here, or it speaks plain http',
    fix: () =>
      'Add its authority to the certificates of this machine (or name the file in SSL_CERT_FILE); plain http is for loopback registries alone.',
  },
  {
    code: 'RegistryUnreachable',
    pattern:
      /connection refused|no such host|i\/o timeout|deadline exceeded|network is unreachable|no route to host|connection reset|EOF|server misbehaving|status code 5\d\d|50[234] /i,
    what: 'the registry does not answer',
    fix: (host) =>
      `Check that ${host} is right and reachable (for the local cluster: slipway cluster up); another one goes into SLIPWAY_REGISTRY.`,
  },
];

/** Why crane failed, with a code and a fix; `RegistryFailed` where it cannot be told. */
export function toRegistryError(doing: string, reference: string, printed: string, cause: unknown): SlipwayError {
  const host = toHost(reference);
  const reason = REASONS.find(({ pattern }) => pattern.test(printed));
  const last = printed.trim().split('\n').at(-1) ?? '';
  return new SlipwayError({
    code: reason?.code ?? 'RegistryFailed',
    message: `${doing} ${reference}: ${reason?.what ?? last}.`,
    hint: reason?.fix(host) ?? `Run again; if it stays so, look at the logs of ${host}.`,
    details: { registry: host, reference, printed: last },
    cause,
  });
}

/** Whether crane says that the registry has no such image. */
export function isNotFound(printed: string): boolean {
  return /MANIFEST_UNKNOWN|NAME_UNKNOWN|status code 404|404 Not Found/i.test(printed);
}
