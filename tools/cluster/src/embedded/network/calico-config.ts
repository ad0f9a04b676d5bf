import { join } from 'node:path';
import type { ClusterPaths } from '../../cluster-paths.ts';
import { CALICO_LINKS, FELIX_HEALTH_PORT, NODE_NAME, NODE_POD_CIDR } from '../../names.ts';

/** Longest time a pod waits before its first process for the policies that select it, in seconds. */
const POLICY_SETUP_SECONDS = 5;

/**
 * The network of pods under Calico: a routed link per pod, no bridge. Name and lease folder are those of
 * the bridge network, so that addresses of pods made before a change of the network are given back.
 */
export function toCalicoConflist(paths: ClusterPaths) {
  return {
    cniVersion: '0.3.1',
    name: paths.cgroup,
    plugins: [
      {
        type: 'calico',
        datastore_type: 'kubernetes',
        nodename: NODE_NAME,
        // The file is made by calico/node, which does not run here; without this every pod would fail.
        nodename_file_optional: true,
        mtu: 1500,
        ipam: { type: 'host-local', dataDir: join(paths.data, 'cni'), ranges: [[{ subnet: NODE_POD_CIDR }]] },
        policy: { type: 'k8s' },
        kubernetes: { kubeconfig: join(paths.config, 'calico-cni.kubeconfig') },
        log_level: 'warning',
        // Else below /var/log/calico.
        log_file_path: join(paths.logs, 'calico-cni.log'),
        log_file_max_size: 8,
        log_file_max_count: 2,
        policy_setup_timeout_seconds: POLICY_SETUP_SECONDS,
        endpoint_status_dir: join(paths.run, 'endpoint-status'),
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}

/**
 * Settings of felix, which writes the packet rules. Nothing but policies: no tunnels, no IPv6, no
 * programs in the kernel, no reports to anybody. What a pod may send to the node is decided by its
 * policies alone, as on a node of any other cluster; without one it may send everything.
 */
export function toFelixEnv(paths: ClusterPaths): Record<string, string> {
  const settings = {
    DATASTORETYPE: 'kubernetes',
    FELIXHOSTNAME: NODE_NAME,
    INTERFACEPREFIX: CALICO_LINKS,
    DEFAULTENDPOINTTOHOSTACTION: 'ACCEPT',
    ENDPOINTSTATUSPATHPREFIX: paths.run,
    HEALTHENABLED: 'true',
    HEALTHHOST: '127.0.0.1',
    HEALTHPORT: String(FELIX_HEALTH_PORT),
    LOGFILEPATH: 'none',
    LOGSEVERITYFILE: 'none',
    LOGSEVERITYSYS: 'none',
    LOGSEVERITYSCREEN: 'WARNING',
    IPTABLESBACKEND: 'NFT',
    // Only tunnels would need the size; felix asks for it again and again, and starts anew when it changes.
    MTUIFACEPATTERN: '^lo$',
    ...off('IPV6SUPPORT', 'IPINIPENABLED', 'VXLANENABLED', 'BPFENABLED', 'XDPENABLED', 'USAGEREPORTINGENABLED'),
  };
  return {
    KUBECONFIG: join(paths.config, 'calico-felix.kubeconfig'),
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`FELIX_${name}`, value])),
  };
}

const off = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'false']));
