/** Name of the cluster that serves the environment `local`. */
export const LOCAL_CLUSTER = 'local';
/** Node name of the embedded cluster. */
export const NODE_NAME = 'slipway';
/**
 * Address of the node, added to the loopback link: it stays the same wherever the machine moves, so
 * certificates keep fitting. Not in 127/8, which the `kubernetes` endpoint rejects.
 */
export const NODE_IP = '172.31.255.1';
/** Kube context in the cluster's own kubeconfig. */
export const LOCAL_CONTEXT = 'slipway-local';
/** Namespace the services of the environment `local` are deployed to. */
export const LOCAL_NAMESPACE = 'slipway';
/** Address range of pods; one node, so one /24 of it is used. */
export const CLUSTER_CIDR = '10.244.0.0/16';
export const NODE_POD_CIDR = '10.244.0.0/24';
/** Address range of Services. */
export const SERVICE_CIDR = '10.96.0.0/16';
/** The first address of the service range: the API server as pods see it. */
export const KUBERNETES_SERVICE_IP = '10.96.0.1';
/** The cluster's DNS server, as pods see it. */
export const DNS_SERVICE_IP = '10.96.0.10';
export const CLUSTER_DOMAIN = 'cluster.local';
/** The bridge pods hang on. Not `cni0`: another cluster's bridge stays its own. */
export const BRIDGE = 'slipway0';
/** What the names of pods' links begin with where NetworkPolicies are enforced; there is no bridge then. */
export const CALICO_LINKS = 'cali';
/** Health of the program that enforces NetworkPolicies, on loopback; taken only where that is wanted. */
export const FELIX_HEALTH_PORT = 9099;

/** Every port the embedded cluster listens on. */
export const PORTS = {
  apiServer: 6443,
  etcd: 2379,
  etcdPeer: 2380,
  kubelet: 10250,
  kubeletHealth: 10248,
  kubeProxyHealth: 10256,
  kubeProxyMetrics: 10249,
  controllerManager: 10257,
  scheduler: 10259,
  registry: 5050,
  dns: 53,
  dnsHealth: 8153,
  dnsReady: 8154,
  metricsServer: 4443,
  ingressHttp: 8080,
  ingressHttps: 8443,
  ingressHealth: 8081,
} as const;

/** The loopback registry's host and port, as in image references. */
export const REGISTRY = `127.0.0.1:${PORTS.registry}`;
