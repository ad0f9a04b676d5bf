/** Any Kubernetes object, as the API server or a chart gives it. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** The part of an object's metadata that the engine reads. */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: { apiVersion?: string; kind: string; name: string; uid?: string; controller?: boolean }[];
  [field: string]: unknown;
}

/** Names one kind of the API. */
export interface KubeKind {
  /** For example `v1`, `apps/v1`. */
  apiVersion: string;
  kind: string;
  /** Resource name in the path, for example `statefulsets`. */
  plural: string;
  /** False for namespaces, nodes and the like. */
  isNamespaced: boolean;
}

const namespaced = (apiVersion: string, kind: string, plural: string): KubeKind => ({
  apiVersion,
  kind,
  plural,
  isNamespaced: true,
});

/** The kinds that the engine itself reads or writes. All others go through Helm. */
export const KubeKinds = {
  Namespace: { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', isNamespaced: false },
  Node: { apiVersion: 'v1', kind: 'Node', plural: 'nodes', isNamespaced: false },
  Secret: namespaced('v1', 'Secret', 'secrets'),
  Pod: namespaced('v1', 'Pod', 'pods'),
  Event: namespaced('v1', 'Event', 'events'),
  PersistentVolumeClaim: namespaced('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims'),
  ConfigMap: namespaced('v1', 'ConfigMap', 'configmaps'),
  Deployment: namespaced('apps/v1', 'Deployment', 'deployments'),
  ReplicaSet: namespaced('apps/v1', 'ReplicaSet', 'replicasets'),
  StatefulSet: namespaced('apps/v1', 'StatefulSet', 'statefulsets'),
  DaemonSet: namespaced('apps/v1', 'DaemonSet', 'daemonsets'),
  Job: namespaced('batch/v1', 'Job', 'jobs'),
  CronJob: namespaced('batch/v1', 'CronJob', 'cronjobs'),
  Lease: namespaced('coordination.k8s.io/v1', 'Lease', 'leases'),
  ServiceAccount: namespaced('v1', 'ServiceAccount', 'serviceaccounts'),
  NetworkPolicy: namespaced('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies'),
} as const satisfies Record<string, KubeKind>;

/** Kinds that run pods and are waited for. */
export const WORKLOAD_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'] as const;

export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];
