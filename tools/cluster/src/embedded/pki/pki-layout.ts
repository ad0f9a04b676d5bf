import { KUBERNETES_SERVICE_IP, CLUSTER_DOMAIN, NODE_IP, NODE_NAME } from '../../names.ts';

export type AuthorityName = 'ca' | 'front-proxy-ca' | 'etcd-ca' | 'ingress-ca';

/** The certificate authorities. The front proxy's and etcd's are apart: who may do one may not do the other. */
export const AUTHORITIES: Record<AuthorityName, string> = {
  ca: 'kubernetes-ca',
  'front-proxy-ca': 'front-proxy-ca',
  'etcd-ca': 'etcd-ca',
  'ingress-ca': 'Slipway local ingress CA',
};

/** One certificate that is not an authority. */
export interface Leaf {
  by: AuthorityName;
  commonName: string;
  organization?: string;
  use: ('server' | 'client')[];
  altNames?: readonly string[];
}

const SERVICE_NAME = (service: string, namespace: string) => [
  service,
  `${service}.${namespace}`,
  `${service}.${namespace}.svc`,
  `${service}.${namespace}.svc.${CLUSTER_DOMAIN}`,
];

const client = (commonName: string, organization?: string): Leaf => ({
  by: 'ca',
  commonName,
  use: ['client'],
  ...(organization ? { organization } : {}),
});

/** Every leaf by file name. Subjects that RBAC binds at bootstrap keep the names Kubernetes gives them. */
export const LEAVES: Record<string, Leaf> = {
  apiserver: {
    by: 'ca',
    commonName: 'kube-apiserver',
    use: ['server'],
    altNames: [
      ...SERVICE_NAME('kubernetes', 'default'),
      'localhost',
      NODE_NAME,
      '127.0.0.1',
      NODE_IP,
      KUBERNETES_SERVICE_IP,
    ],
  },
  'apiserver-kubelet-client': client('kube-apiserver-kubelet-client'),
  'front-proxy-client': { by: 'front-proxy-ca', commonName: 'front-proxy-client', use: ['client'] },
  'etcd-server': {
    by: 'etcd-ca',
    commonName: 'etcd',
    // A member is also a client of its peers and, through its gateway, of itself.
    use: ['server', 'client'],
    altNames: ['localhost', '127.0.0.1'],
  },
  'etcd-client': { by: 'etcd-ca', commonName: 'kube-apiserver-etcd-client', use: ['client'] },
  admin: client('kubernetes-admin', 'system:masters'),
  'controller-manager': client('system:kube-controller-manager'),
  scheduler: client('system:kube-scheduler'),
  'kube-proxy': client('system:kube-proxy'),
  kubelet: client(`system:node:${NODE_NAME}`, 'system:nodes'),
  'kubelet-server': {
    by: 'ca',
    commonName: `system:node:${NODE_NAME}`,
    use: ['server'],
    altNames: [NODE_NAME, 'localhost', '127.0.0.1', NODE_IP],
  },
  coredns: client('slipway:coredns'),
  'metrics-server': client('slipway:metrics-server'),
  'metrics-server-serving': {
    by: 'ca',
    commonName: 'metrics-server',
    use: ['server'],
    altNames: SERVICE_NAME('metrics-server', 'kube-system'),
  },
  'local-path-provisioner': client('slipway:local-path-provisioner'),
  traefik: client('slipway:traefik'),
  'calico-felix': client('slipway:calico-felix'),
  'calico-cni': client('slipway:calico-cni'),
};

/** Leaves that get a kubeconfig of their own. */
export const KUBECONFIG_USERS = [
  'admin',
  'controller-manager',
  'scheduler',
  'kube-proxy',
  'kubelet',
  'coredns',
  'metrics-server',
  'local-path-provisioner',
  'traefik',
  'calico-felix',
  'calico-cni',
] as const;
export type KubeconfigUser = (typeof KUBECONFIG_USERS)[number];
