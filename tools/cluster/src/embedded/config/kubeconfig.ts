import { LOCAL_CONTEXT, NODE_IP, PORTS } from '../../names.ts';
import { toYaml } from './write-yaml.ts';

/** PEM texts a kubeconfig embeds. */
export interface KubeconfigCredentials {
  user: string;
  ca: string;
  cert: string;
  key: string;
}

/** URL of the API server. */
export const API_SERVER = `https://${NODE_IP}:${PORTS.apiServer}`;

/** A kubeconfig with one cluster, one user and one context (default `slipway-local`), nothing outside itself. */
export function toKubeconfig({ user, ca, cert, key }: KubeconfigCredentials, context = LOCAL_CONTEXT): string {
  const base64 = (pem: string) => Buffer.from(pem).toString('base64');
  return toYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: context, cluster: { server: API_SERVER, 'certificate-authority-data': base64(ca) } }],
    users: [{ name: user, user: { 'client-certificate-data': base64(cert), 'client-key-data': base64(key) } }],
    contexts: [{ name: context, context: { cluster: context, user } }],
    'current-context': context,
  });
}
