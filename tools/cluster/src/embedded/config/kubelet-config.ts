import { join } from 'node:path';
import type { ClusterPaths } from '../../cluster-paths.ts';
import { CLUSTER_DOMAIN, DNS_SERVICE_IP, NODE_IP, PORTS } from '../../names.ts';
import { toYaml } from './write-yaml.ts';

/** Facts of the machine the kubelet's configuration depends on. */
export interface KubeletOptions {
  paths: ClusterPaths;
  /** The process's hard limit of open files; more cannot be asked for without CAP_SYS_RESOURCE. */
  maxOpenFiles: number;
}

/**
 * Configuration of the kubelet. cgroup v1 is allowed; scores and limits stay within what a process
 * without CAP_SYS_RESOURCE may set; eviction by disk and image collection are off, because a big disk
 * with reserved blocks would start them, and a collected image cannot be pulled without the registry. Pods are
 * looked at every 10 s instead of every minute: so soon their files follow a changed Secret.
 */
export function toKubeletConfig({ paths, maxOpenFiles }: KubeletOptions): string {
  return toYaml({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: NODE_IP,
    port: PORTS.kubelet,
    readOnlyPort: 0,
    healthzBindAddress: '127.0.0.1',
    healthzPort: PORTS.kubeletHealth,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: join(paths.pki, 'ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: join(paths.pki, 'kubelet-server.crt'),
    tlsPrivateKeyFile: join(paths.pki, 'kubelet-server.key'),
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${paths.cgroup}`,
    failCgroupV1: false,
    failSwapOn: false,
    oomScoreAdj: 0,
    maxOpenFiles,
    clusterDNS: [DNS_SERVICE_IP],
    clusterDomain: CLUSTER_DOMAIN,
    containerRuntimeEndpoint: `unix://${paths.containerdSocket}`,
    podLogsDir: join(paths.data, 'podlogs'),
    volumePluginDir: join(paths.data, 'volume-plugins'),
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    evictionHard: {
      'memory.available': '200Mi',
      'nodefs.available': '0%',
      'nodefs.inodesFree': '0%',
      'imagefs.available': '0%',
    },
    serializeImagePulls: false,
    syncFrequency: '10s',
  });
}
