import { toYaml } from '../embedded/config/write-yaml.ts';
import { PORTS, REGISTRY } from '../names.ts';

/** Name of the kind cluster. */
export const KIND_CLUSTER = 'dev-cluster';
/** Name of the registry's container, also its host name inside the cluster's network. */
export const KIND_REGISTRY = 'slipway-registry';
/** Image of the registry container. */
export const REGISTRY_IMAGE = 'registry:2.8.3';
/** NodePorts that the ingress of the kind cluster listens on. */
export const KIND_INGRESS_PORTS = { http: 30808, https: 30843 } as const;

/**
 * Configuration of the kind cluster: its node finds images of the loopback registry in the registry
 * container, and the ingress ports of the machine lead to two NodePorts, on loopback alone.
 * https://kind.sigs.k8s.io/docs/user/local-registry/
 */
export function toKindConfig(): string {
  const toMapping = (hostPort: number, containerPort: number) => ({
    hostPort,
    containerPort,
    listenAddress: '127.0.0.1',
    protocol: 'TCP',
  });
  return toYaml({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    name: KIND_CLUSTER,
    containerdConfigPatches: [
      '[plugins."io.containerd.grpc.v1.cri".registry]\n  config_path = "/etc/containerd/certs.d"\n',
    ],
    nodes: [
      {
        role: 'control-plane',
        extraPortMappings: [
          toMapping(PORTS.ingressHttp, KIND_INGRESS_PORTS.http),
          toMapping(PORTS.ingressHttps, KIND_INGRESS_PORTS.https),
        ],
      },
    ],
  });
}

/** The file on the node that leads references of the loopback registry to the registry container. */
export const KIND_HOSTS_PATH = `/etc/containerd/certs.d/${REGISTRY}/hosts.toml`;
export const KIND_HOSTS_TOML = `[host."http://${KIND_REGISTRY}:5000"]\n`;
