import { join } from 'node:path';
import type { ClusterPaths } from '../../cluster-paths.ts';
import { CLUSTER_CIDR, NODE_NAME, PORTS } from '../../names.ts';
import { toYaml } from './write-yaml.ts';

/** Configuration of kube-proxy: iptables mode, NodePorts on loopback alone, conntrack's limits left as they are. */
export function toKubeProxyConfig(paths: ClusterPaths): string {
  return toYaml({
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    clientConnection: { kubeconfig: join(paths.config, 'kube-proxy.kubeconfig') },
    clusterCIDR: CLUSTER_CIDR,
    hostnameOverride: NODE_NAME,
    mode: 'iptables',
    iptables: { localhostNodePorts: true },
    nodePortAddresses: ['127.0.0.0/8'],
    healthzBindAddress: `127.0.0.1:${PORTS.kubeProxyHealth}`,
    metricsBindAddress: `127.0.0.1:${PORTS.kubeProxyMetrics}`,
    oomScoreAdj: 0,
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
  });
}
