import { join } from 'node:path';
import type { ClusterPaths } from '../../cluster-paths.ts';
import { NODE_IP, PORTS } from '../../names.ts';
import { toYaml } from './write-yaml.ts';

/** Name of the IngressClass. */
export const INGRESS_CLASS = 'traefik';

/** Arguments of Traefik: loopback alone, Ingresses of our class, every router on the TLS port serves TLS. */
export function toTraefikArgs(paths: ClusterPaths): string[] {
  return [
    '--global.checknewversion=false',
    '--global.sendanonymoususage=false',
    '--log.level=INFO',
    '--log.nocolor=true',
    `--entrypoints.web.address=127.0.0.1:${PORTS.ingressHttp}`,
    `--entrypoints.websecure.address=127.0.0.1:${PORTS.ingressHttps}`,
    '--entrypoints.websecure.http.tls=true',
    `--entrypoints.traefik.address=${NODE_IP}:${PORTS.ingressHealth}`,
    '--ping=true',
    '--providers.providersthrottleduration=200ms',
    '--providers.kubernetesingress=true',
    `--providers.kubernetesingress.ingressclass=${INGRESS_CLASS}`,
    '--providers.kubernetesingress.ingressendpoint.ip=127.0.0.1',
    `--providers.file.directory=${join(paths.config, 'traefik')}`,
    '--providers.file.watch=true',
  ];
}

/** The file of Traefik's file provider. */
export const toTraefikTlsPath = (paths: ClusterPaths): string => join(paths.config, 'traefik', 'tls.yaml');

/**
 * The file provider's part: the certificate for hosts without a TLS secret of their own. The pair is
 * inside the file, so that both halves change in one step.
 */
export function toTraefikTls({ cert, key }: { cert: string; key: string }): string {
  const pair = { certFile: cert, keyFile: key };
  return toYaml({ tls: { certificates: [pair], stores: { default: { defaultCertificate: pair } } } });
}
