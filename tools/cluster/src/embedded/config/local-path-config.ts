import { join } from 'node:path';
import type { ClusterPaths } from '../../cluster-paths.ts';
import { BUSYBOX_IMAGE } from '../images/image-names.ts';
import type { TextFile } from './text-file.ts';
import { toYaml } from './write-yaml.ts';

/** Namespace of the pods that make and remove volume folders. */
export const STORAGE_NAMESPACE = 'local-path-storage';
/** Name of the default StorageClass. */
export const STORAGE_CLASS = 'local-path';
export const STORAGE_PROVISIONER = 'rancher.io/local-path';

const folder = (paths: ClusterPaths) => join(paths.config, 'local-path-provisioner');

/** Arguments of local-path-provisioner. */
export function toLocalPathArgs(paths: ClusterPaths): string[] {
  return [
    'start',
    '--config',
    join(folder(paths), 'config.json'),
    '--kubeconfig',
    join(paths.config, 'local-path-provisioner.kubeconfig'),
    '--helper-image',
    BUSYBOX_IMAGE,
    '--helper-pod-file',
    join(folder(paths), 'helper-pod.yaml'),
    '--namespace',
    STORAGE_NAMESPACE,
    '--service-account-name',
    'local-path-provisioner-service-account',
    '--configmap-name',
    'local-path-config',
  ];
}

/** Its configuration: volumes lie below the cluster's data folder. */
export function toLocalPathFiles(paths: ClusterPaths): TextFile[] {
  const config = {
    nodePathMap: [{ node: 'DEFAULT_PATH_FOR_NON_LISTED_NODES', paths: [join(paths.data, 'volumes')] }],
    setupCommand: '',
    teardownCommand: '',
  };
  const helperPod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'helper-pod' },
    spec: {
      priorityClassName: 'system-node-critical',
      tolerations: [{ operator: 'Exists' }],
      containers: [
        {
          name: 'helper-pod',
          image: BUSYBOX_IMAGE,
          imagePullPolicy: 'IfNotPresent',
          securityContext: { runAsUser: 0 },
        },
      ],
    },
  };
  return [
    { path: join(folder(paths), 'config.json'), content: `${JSON.stringify(config, null, 2)}\n` },
    { path: join(folder(paths), 'helper-pod.yaml'), content: toYaml(helperPod) },
  ];
}
