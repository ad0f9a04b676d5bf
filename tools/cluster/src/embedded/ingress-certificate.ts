import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import type { ClusterPaths } from '../cluster-paths.ts';
import { toTraefikTls, toTraefikTlsPath } from './config/traefik-config.ts';
import { createKubeApi } from './kube/kube-api.ts';
import type { KubeObject } from './kube/kube-object.ts';
import { issueCertificate } from './pki/certificate.ts';
import { LEAF_DAYS, RENEW_BEFORE_DAYS } from './pki/ensure-pki.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** More hosts than this are not taken into one certificate. */
export const MAX_HOSTS = 500;
const RETRY_MS = 1000;
/** After this a watch is opened anew, which also renews a certificate that is about to end. */
const WATCH_MS = 60 * 60 * 1000;
const INGRESSES = '/apis/networking.k8s.io/v1/ingresses';

/** Hosts below `.localhost` an Ingress routes. Others are not ours to certify. */
export function toLocalHosts(ingress: KubeObject): string[] {
  const spec = ingress['spec'] as { rules?: { host?: string }[]; tls?: { hosts?: string[] }[] } | undefined;
  const hosts = [
    ...(spec?.rules ?? []).map((rule) => rule.host ?? ''),
    ...(spec?.tls ?? []).flatMap((tls) => tls.hosts ?? []),
  ];
  return hosts.filter((host) => /^([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+localhost$/.test(host));
}

/**
 * Makes the ingress certificate name `hosts` beside what it names already, signed by the local ingress
 * authority, and tells Traefik. A wildcard would not do: clients refuse `*.localhost`, because a
 * wildcard must not stand below a top-level name. Answers whether a new one was made.
 */
export async function ensureIngressCertificate(
  paths: ClusterPaths,
  hosts: readonly string[],
  now: Date = new Date(),
): Promise<boolean> {
  await mkdir(join(paths.config, 'traefik'), { recursive: true, mode: 0o700 });
  const current = await readCurrent(paths);
  const known = current?.subjectAltName?.match(/[^:, ]+\.localhost\b/g) ?? [];
  const names = ['localhost', ...[...new Set([...known, ...hosts])].sort().slice(0, MAX_HOSTS)];
  const authority = {
    cert: await readFile(join(paths.pki, 'ingress-ca.crt'), 'utf8'),
    key: await readFile(join(paths.pki, 'ingress-ca.key'), 'utf8'),
  };
  const isGood =
    current?.subjectAltName === names.map((name) => `DNS:${name}`).join(', ') &&
    current.validToDate.getTime() - now.getTime() > RENEW_BEFORE_DAYS * DAY_MS &&
    current.verify(new X509Certificate(authority.cert).publicKey);
  if (isGood) return false;

  const pair = await issueCertificate(
    {
      commonName: 'Slipway local ingress',
      use: ['server'],
      altNames: names,
      notBefore: new Date(now.getTime() - DAY_MS),
      notAfter: new Date(now.getTime() + LEAF_DAYS * DAY_MS),
    },
    authority,
  );
  // Traefik looks at the folder: the file is written beside it and moved in as a whole.
  const beside = join(paths.config, 'traefik-tls.new');
  await writeFile(beside, toTraefikTls(pair), { mode: 0o600 });
  await rename(beside, toTraefikTlsPath(paths));
  return true;
}

async function readCurrent(paths: ClusterPaths): Promise<X509Certificate | undefined> {
  try {
    const { tls } = parse(await readFile(toTraefikTlsPath(paths), 'utf8')) as {
      tls: { certificates: { certFile: string }[] };
    };
    return new X509Certificate(tls.certificates[0]?.certFile ?? '');
  } catch {
    return undefined;
  }
}

/** Watches the Ingresses and keeps the certificate naming every `.localhost` host in them, until `signal`. */
export async function keepIngressCertificate(
  paths: ClusterPaths,
  firstHosts: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  await ensureIngressCertificate(paths, firstHosts).catch(() => false);
  let work = Promise.resolve();
  while (!signal.aborted) {
    const kube = await createKubeApi(paths).catch(() => undefined);
    try {
      const round = AbortSignal.any([signal, AbortSignal.timeout(WATCH_MS)]);
      await kube?.watch(
        // Without a version to start from, the server first sends every existing object as ADDED.
        `${INGRESSES}?watch=true`,
        ({ type, object }) => {
          if (type !== 'ADDED' && type !== 'MODIFIED') return;
          work = work
            .then(() => ensureIngressCertificate(paths, toLocalHosts(object)))
            .then(
              () => undefined,
              () => undefined,
            );
        },
        round,
      );
    } catch {
      // The API server is not up, or gone for a moment.
    } finally {
      kube?.close();
    }
    await ensureIngressCertificate(paths, []).catch(() => false);
    await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}
