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

/** What differs between the kubeconfig for people and those of the components. */
export interface KubeconfigOptions {
  /** Name of the one context. Default `slipway-local`. */
  context?: string;
  /** Namespace of commands that name none. Default: Kubernetes' own, `default`. */
  namespace?: string | undefined;
}

/** A kubeconfig with one cluster, one user and one context, nothing outside itself. */
export function toKubeconfig(
  { user, ca, cert, key }: KubeconfigCredentials,
  { context = LOCAL_CONTEXT, namespace }: KubeconfigOptions = {},
): string {
  const base64 = (pem: string) => Buffer.from(pem).toString('base64');
  return toYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: context, cluster: { server: API_SERVER, 'certificate-authority-data': base64(ca) } }],
    users: [{ name: user, user: { 'client-certificate-data': base64(cert), 'client-key-data': base64(key) } }],
    contexts: [{ name: context, context: { cluster: context, user, ...(namespace ? { namespace } : {}) } }],
    'current-context': context,
  });
}
