import { NODE_IP } from '../../names.ts';
import type { KubeObject } from '../kube/kube-object.ts';

/** Label on everything the set-up writes. */
export const MANAGED = { 'app.kubernetes.io/managed-by': 'slipway-cluster' };

/** One port of a Service in front of a process on the node. */
export interface HostPort {
  name: string;
  port: number;
  targetPort: number;
  protocol?: 'TCP' | 'UDP';
}

/** How pods and the API server reach a process that runs on the node: a Service without selector and its endpoints. */
export function toHostService(name: string, ports: readonly HostPort[], clusterIP?: string): KubeObject[] {
  const metadata = { name, namespace: 'kube-system', labels: MANAGED };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        ...(clusterIP ? { clusterIP } : {}),
        ports: ports.map((port) => ({ protocol: 'TCP', ...port })),
      },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, labels: { ...MANAGED, 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [NODE_IP], conditions: { ready: true } }],
      ports: ports.map(({ name: portName, targetPort, protocol }) => ({
        name: portName,
        port: targetPort,
        protocol: protocol ?? 'TCP',
      })),
    },
  ];
}
