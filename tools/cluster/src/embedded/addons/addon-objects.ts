import { DNS_SERVICE_IP, PORTS } from '../../names.ts';
import type { Stage } from '../components.ts';
import { STORAGE_CLASS, STORAGE_NAMESPACE, STORAGE_PROVISIONER } from '../config/local-path-config.ts';
import { INGRESS_CLASS } from '../config/traefik-config.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import { MANAGED, toHostService } from './host-service.ts';
import { toPolicyObjects } from './policy-objects.ts';
import { READ, toBinding, toClusterBinding, toUserRole } from './rbac.ts';

/** What the objects hold that is not known beforehand. */
export interface AddonFacts {
  /** Certificate of the cluster's authority. */
  caPem: string;
  /** Resource definitions that come with Calico; needed by the stage `policy` alone. */
  crds?: readonly KubeObject[];
}

/**
 * The objects each stage needs in the cluster, in the order to apply them. The add-ons run on the node
 * under client certificates of their own; each may read and write only what it works with.
 */
export function toAddonObjects(stage: Stage, { caPem, crds = [] }: AddonFacts): KubeObject[] {
  switch (stage) {
    case 'node':
      // Without it the API server may not open logs and exec at the kubelet.
      return [
        toClusterBinding(
          'slipway:apiserver-kubelet-client',
          'system:kubelet-api-admin',
          'kube-apiserver-kubelet-client',
        ),
      ];
    case 'policy':
      return toPolicyObjects(crds);
    case 'dns':
      return [
        ...toUserRole('slipway:coredns', [
          { apiGroups: [''], resources: ['services', 'pods', 'namespaces'], verbs: READ },
          { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
        ]),
        ...toHostService(
          'kube-dns',
          [
            { name: 'dns', port: 53, targetPort: PORTS.dns, protocol: 'UDP' },
            { name: 'dns-tcp', port: 53, targetPort: PORTS.dns },
          ],
          DNS_SERVICE_IP,
        ),
      ];
    case 'storage':
      return toStorageObjects();
    case 'ingress':
      return [
        ...toUserRole('slipway:traefik', [
          { apiGroups: [''], resources: ['services', 'secrets', 'nodes', 'namespaces', 'configmaps'], verbs: READ },
          { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
          { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: READ },
          { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update', 'patch'] },
        ]),
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'IngressClass',
          metadata: {
            name: INGRESS_CLASS,
            labels: MANAGED,
            annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' },
          },
          spec: { controller: 'traefik.io/ingress-controller' },
        },
      ];
    case 'metrics':
      return toMetricsObjects(caPem);
  }
}

function toStorageObjects(): KubeObject[] {
  const namespaced = (name: string) => ({ name, namespace: STORAGE_NAMESPACE, labels: MANAGED });
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: STORAGE_NAMESPACE, labels: MANAGED } },
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: namespaced('local-path-provisioner-service-account'),
      automountServiceAccountToken: false,
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: namespaced('local-path-config'),
      data: {
        setup: '#!/bin/sh\nset -eu\nmkdir -m 0777 -p "$VOL_DIR"\n',
        teardown: '#!/bin/sh\nset -eu\nrm -rf "$VOL_DIR"\n',
      },
    },
    ...toUserRole('slipway:local-path-provisioner', [
      {
        apiGroups: [''],
        resources: ['nodes', 'persistentvolumeclaims', 'configmaps', 'pods', 'pods/log'],
        verbs: READ,
      },
      { apiGroups: [''], resources: ['persistentvolumes'], verbs: [...READ, 'create', 'patch', 'update', 'delete'] },
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
      { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: READ },
    ]),
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: namespaced('slipway:local-path-provisioner'),
      rules: [
        { apiGroups: [''], resources: ['pods', 'configmaps'], verbs: [...READ, 'create', 'patch', 'update', 'delete'] },
      ],
    },
    toBinding(
      'slipway:local-path-provisioner',
      STORAGE_NAMESPACE,
      'slipway:local-path-provisioner',
      'slipway:local-path-provisioner',
    ),
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {
        name: STORAGE_CLASS,
        labels: MANAGED,
        annotations: {
          'storageclass.kubernetes.io/is-default-class': 'true',
          // Volumes of type local, not hostPath: fsGroup is honoured and volume statistics exist.
          defaultVolumeType: 'local',
        },
      },
      provisioner: STORAGE_PROVISIONER,
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'WaitForFirstConsumer',
    },
  ];
}

function toMetricsObjects(caPem: string): KubeObject[] {
  const name = 'slipway:metrics-server';
  const reader = toBinding(`${name}-auth-reader`, 'kube-system', 'extension-apiserver-authentication-reader', name);
  return [
    ...toUserRole(name, [
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
      { apiGroups: [''], resources: ['pods', 'nodes', 'namespaces'], verbs: READ },
    ]),
    toClusterBinding(`${name}-auth-delegator`, 'system:auth-delegator', name),
    reader,
    {
      // Whoever may view a namespace may see what its pods use.
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: {
        name: 'slipway:metrics-reader',
        labels: { ...MANAGED, 'rbac.authorization.k8s.io/aggregate-to-view': 'true' },
      },
      rules: [{ apiGroups: ['metrics.k8s.io'], resources: ['pods', 'nodes'], verbs: READ }],
    },
    ...toHostService('metrics-server', [{ name: 'https', port: 443, targetPort: PORTS.metricsServer }]),
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.metrics.k8s.io', labels: MANAGED },
      spec: {
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        caBundle: Buffer.from(caPem).toString('base64'),
        service: { name: 'metrics-server', namespace: 'kube-system', port: 443 },
      },
    },
  ];
}
