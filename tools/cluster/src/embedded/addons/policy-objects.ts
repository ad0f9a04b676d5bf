import { CLUSTER_CIDR } from '../../names.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import { MANAGED } from './host-service.ts';
import { READ, toUserRole } from './rbac.ts';

const CALICO = 'crd.projectcalico.org';

/** What felix reads to know the policies; it writes packet rules and nothing into the cluster. */
const FELIX_READS = [
  'bgpconfigurations',
  'bgppeers',
  'blockaffinities',
  'clusterinformations',
  'felixconfigurations',
  'globalnetworkpolicies',
  'globalnetworksets',
  'hostendpoints',
  'ipamblocks',
  'ippools',
  'networkpolicies',
  'networksets',
];

/**
 * The objects behind enforced NetworkPolicies: Calico's resource definitions (`crds`, without which it
 * does not start), the three objects it asks for, and what its two programs may do.
 */
export function toPolicyObjects(crds: readonly KubeObject[]): KubeObject[] {
  const object = (kind: string, name: string, spec: object): KubeObject => ({
    apiVersion: `${CALICO}/v1`,
    kind,
    metadata: { name, labels: MANAGED },
    spec,
  });
  return [
    ...crds.map((crd) => ({ ...crd, metadata: { ...crd.metadata, labels: MANAGED } })),
    ...toUserRole('slipway:calico-felix', [
      { apiGroups: [CALICO], resources: FELIX_READS, verbs: READ },
      { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: READ },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
      { apiGroups: [''], resources: ['namespaces', 'nodes', 'pods', 'serviceaccounts', 'services'], verbs: READ },
    ]),
    ...toUserRole('slipway:calico-cni', [
      { apiGroups: [CALICO], resources: ['clusterinformations', 'ippools'], verbs: READ },
      { apiGroups: [''], resources: ['namespaces', 'nodes', 'pods'], verbs: ['get'] },
      // It notes the pod's addresses in an annotation.
      { apiGroups: [''], resources: ['pods/status'], verbs: ['patch'] },
    ]),
    object('ClusterInformation', 'default', { datastoreReady: true }),
    object('FelixConfiguration', 'default', {}),
    // Addresses are given by the host-local plugin; the pool says which ones are pods', and leave masqueraded.
    object('IPPool', 'slipway', { cidr: CLUSTER_CIDR, ipipMode: 'Never', vxlanMode: 'Never', natOutgoing: true }),
  ];
}
