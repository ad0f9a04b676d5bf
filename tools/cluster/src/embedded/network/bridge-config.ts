import { join } from 'node:path';
import type { ClusterPaths } from '../../cluster-paths.ts';
import { BRIDGE, NODE_POD_CIDR } from '../../names.ts';

/**
 * The network of pods without policies: all hang on our own bridge. Leases lie in our own folder and the
 * network has our own name: the host-local plugin keeps both machine-wide otherwise. `firewall` keeps
 * pods reachable where another program has set the FORWARD policy to DROP.
 */
export function toBridgeConflist(paths: ClusterPaths) {
  return {
    cniVersion: '1.0.0',
    name: paths.cgroup,
    plugins: [
      {
        type: 'bridge',
        bridge: BRIDGE,
        isGateway: true,
        isDefaultGateway: true,
        ipMasq: true,
        hairpinMode: true,
        ipam: { type: 'host-local', dataDir: join(paths.data, 'cni'), ranges: [[{ subnet: NODE_POD_CIDR }]] },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
      { type: 'firewall' },
    ],
  };
}
