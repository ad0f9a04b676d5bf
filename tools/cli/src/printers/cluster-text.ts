import type { ClusterInfo } from '@slipway/cluster';
import { formatTable } from './format-table.ts';

const POLICIES: Record<ClusterInfo['networkPolicies'], string> = {
  enforced: 'NetworkPolicies are enforced',
  ignored: 'NetworkPolicies are not enforced (slipway cluster up --network-policy)',
  unknown: "NetworkPolicies are the matter of the cluster's own network",
};

/** The local cluster for people. Pure. */
export function toClusterText(info: ClusterInfo): string {
  const facts = formatTable([
    ['state', info.state],
    ['provider', info.provider],
    ['kubeconfig', `${info.kubeconfig} (context ${info.context})`],
    ['registry', info.registry],
    ['ingress', `${info.ingress.http} ${info.ingress.https}`],
    ...(info.ingress.caFile ? [['authority', info.ingress.caFile]] : []),
    ['policies', POLICIES[info.networkPolicies]],
    ...(info.logs ? [['logs', info.logs]] : []),
  ]);
  const components = info.components.map(({ name, state, ...rest }) => {
    const { restarts } = rest as { restarts?: number };
    return [`  ${name}`, state, restarts ? `${restarts} restarts` : ''];
  });
  return `${facts}\n${components.length > 0 ? `components\n${formatTable(components)}\n` : ''}`;
}
