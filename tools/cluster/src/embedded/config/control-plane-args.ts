import { join } from 'node:path';
import type { ClusterPaths } from '../../cluster-paths.ts';
import { CLUSTER_CIDR, CLUSTER_DOMAIN, NODE_IP, NODE_NAME, PORTS, SERVICE_CIDR } from '../../names.ts';

const pki = (paths: ClusterPaths, file: string) => join(paths.pki, file);

/** Arguments of etcd: one member on loopback; clients and peers must show a certificate of its own authority. */
export function toEtcdArgs(paths: ClusterPaths): string[] {
  const client = `https://127.0.0.1:${PORTS.etcd}`;
  const peer = `https://127.0.0.1:${PORTS.etcdPeer}`;
  return [
    '--name=default',
    `--data-dir=${join(paths.data, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--client-cert-auth=true',
    `--trusted-ca-file=${pki(paths, 'etcd-ca.crt')}`,
    `--cert-file=${pki(paths, 'etcd-server.crt')}`,
    `--key-file=${pki(paths, 'etcd-server.key')}`,
    '--peer-client-cert-auth=true',
    `--peer-trusted-ca-file=${pki(paths, 'etcd-ca.crt')}`,
    `--peer-cert-file=${pki(paths, 'etcd-server.crt')}`,
    `--peer-key-file=${pki(paths, 'etcd-server.key')}`,
    // The only member elects itself after one of these; the default of 1 s would be waited for at every start.
    '--heartbeat-interval=50',
    '--election-timeout=250',
    // Fewer entries kept in memory before they are folded into a snapshot (etcd's default is 100 000).
    '--snapshot-count=10000',
    '--auto-compaction-mode=periodic',
    '--auto-compaction-retention=1h',
    '--logger=zap',
    '--log-level=warn',
  ];
}

/** Arguments of the API server: it listens on the node's address alone. */
export function toApiServerArgs(paths: ClusterPaths): string[] {
  return [
    `--etcd-servers=https://127.0.0.1:${PORTS.etcd}`,
    `--etcd-cafile=${pki(paths, 'etcd-ca.crt')}`,
    `--etcd-certfile=${pki(paths, 'etcd-client.crt')}`,
    `--etcd-keyfile=${pki(paths, 'etcd-client.key')}`,
    `--bind-address=${NODE_IP}`,
    `--advertise-address=${NODE_IP}`,
    `--secure-port=${PORTS.apiServer}`,
    `--service-cluster-ip-range=${SERVICE_CIDR}`,
    '--authorization-mode=Node,RBAC',
    '--anonymous-auth=false',
    '--enable-admission-plugins=NodeRestriction',
    '--allow-privileged=true',
    '--profiling=false',
    `--client-ca-file=${pki(paths, 'ca.crt')}`,
    `--tls-cert-file=${pki(paths, 'apiserver.crt')}`,
    `--tls-private-key-file=${pki(paths, 'apiserver.key')}`,
    `--kubelet-client-certificate=${pki(paths, 'apiserver-kubelet-client.crt')}`,
    `--kubelet-client-key=${pki(paths, 'apiserver-kubelet-client.key')}`,
    `--kubelet-certificate-authority=${pki(paths, 'ca.crt')}`,
    '--kubelet-preferred-address-types=InternalIP,Hostname',
    `--service-account-issuer=https://kubernetes.default.svc.${CLUSTER_DOMAIN}`,
    `--service-account-key-file=${pki(paths, 'sa.pub')}`,
    `--service-account-signing-key-file=${pki(paths, 'sa.key')}`,
    `--requestheader-client-ca-file=${pki(paths, 'front-proxy-ca.crt')}`,
    '--requestheader-allowed-names=front-proxy-client',
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    `--proxy-client-cert-file=${pki(paths, 'front-proxy-client.crt')}`,
    `--proxy-client-key-file=${pki(paths, 'front-proxy-client.key')}`,
    '--enable-aggregator-routing=true',
  ];
}

const kubeconfig = (paths: ClusterPaths, user: string) => join(paths.config, `${user}.kubeconfig`);

function toDelegatedArgs(paths: ClusterPaths, user: string): string[] {
  const file = kubeconfig(paths, user);
  return [`--kubeconfig=${file}`, `--authentication-kubeconfig=${file}`, `--authorization-kubeconfig=${file}`];
}

/** Arguments of the controller-manager. */
export function toControllerManagerArgs(paths: ClusterPaths): string[] {
  return [
    ...toDelegatedArgs(paths, 'controller-manager'),
    '--bind-address=127.0.0.1',
    `--secure-port=${PORTS.controllerManager}`,
    '--leader-elect=false',
    '--profiling=false',
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${pki(paths, 'sa.key')}`,
    `--root-ca-file=${pki(paths, 'ca.crt')}`,
    `--cluster-signing-cert-file=${pki(paths, 'ca.crt')}`,
    `--cluster-signing-key-file=${pki(paths, 'ca.key')}`,
    '--allocate-node-cidrs=true',
    `--cluster-cidr=${CLUSTER_CIDR}`,
    `--service-cluster-ip-range=${SERVICE_CIDR}`,
  ];
}

/** Arguments of the scheduler. */
export function toSchedulerArgs(paths: ClusterPaths): string[] {
  return [
    ...toDelegatedArgs(paths, 'scheduler'),
    '--bind-address=127.0.0.1',
    `--secure-port=${PORTS.scheduler}`,
    '--leader-elect=false',
    '--profiling=false',
  ];
}

/**
 * Arguments of the kubelet. `--containerd` is cAdvisor's own setting: with the socket elsewhere and
 * without it, all looks healthy but `/metrics/cadvisor` has no series per container.
 */
export function toKubeletArgs(paths: ClusterPaths): string[] {
  return [
    `--config=${join(paths.config, 'kubelet.yaml')}`,
    `--kubeconfig=${kubeconfig(paths, 'kubelet')}`,
    `--hostname-override=${NODE_NAME}`,
    `--node-ip=${NODE_IP}`,
    `--root-dir=${join(paths.data, 'kubelet')}`,
    `--containerd=${paths.containerdSocket}`,
  ];
}

/** Arguments of metrics-server. */
export function toMetricsServerArgs(paths: ClusterPaths): string[] {
  return [
    ...toDelegatedArgs(paths, 'metrics-server'),
    `--bind-address=${NODE_IP}`,
    `--secure-port=${PORTS.metricsServer}`,
    `--tls-cert-file=${pki(paths, 'metrics-server-serving.crt')}`,
    `--tls-private-key-file=${pki(paths, 'metrics-server-serving.key')}`,
    '--kubelet-preferred-address-types=InternalIP',
    `--kubelet-certificate-authority=${pki(paths, 'ca.crt')}`,
    '--metric-resolution=15s',
  ];
}
