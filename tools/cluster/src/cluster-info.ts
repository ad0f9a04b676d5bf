import { join } from 'node:path';
import type { ClusterPaths } from './cluster-paths.ts';
import type { ComponentStatus } from './embedded/component.ts';
import type { PodNetwork } from './embedded/network/pod-network.ts';
import { LOCAL_CONTEXT, NODE_NAME, PORTS, REGISTRY } from './names.ts';

export type Provider = 'embedded' | 'kind' | 'context';

/** What `up` and `status` tell about the cluster. */
export interface ClusterInfo {
  schema: 'slipway.cluster/v1';
  provider: Provider;
  /** `stopped`: nothing runs. `starting`: some component is not ready. `degraded`: the supervisor itself is gone. */
  state: 'running' | 'starting' | 'degraded' | 'stopped' | 'absent';
  kubeconfig: string;
  context: string;
  /** Host and port of the registry images are pushed to. */
  registry: string;
  ingress: {
    http: string;
    https: string;
    /** Certificate of the authority behind the TLS port, for `curl --cacert`. Absent where the provider has none. */
    caFile?: string;
  };
  node: string;
  /** What becomes of NetworkPolicies: `unknown` where that is the matter of somebody else's network. */
  networkPolicies: 'enforced' | 'ignored' | 'unknown';
  components: ComponentStatus[];
  logs?: string;
}

/** The part of it that the embedded provider knows without asking anybody. */
export function toEmbeddedInfo(
  paths: ClusterPaths,
  state: ClusterInfo['state'],
  network: PodNetwork,
  components: ComponentStatus[] = [],
): ClusterInfo {
  return {
    schema: 'slipway.cluster/v1',
    provider: 'embedded',
    state,
    kubeconfig: paths.kubeconfig,
    context: LOCAL_CONTEXT,
    registry: REGISTRY,
    ingress: {
      http: `http://*.localhost:${PORTS.ingressHttp}`,
      https: `https://*.localhost:${PORTS.ingressHttps}`,
      caFile: join(paths.pki, 'ingress-ca.crt'),
    },
    node: NODE_NAME,
    networkPolicies: network === 'calico' ? 'enforced' : 'ignored',
    components,
    logs: paths.logs,
  };
}
