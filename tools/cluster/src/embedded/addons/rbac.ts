import type { KubeObject } from '../kube/kube-object.ts';
import { MANAGED } from './host-service.ts';

/** One rule of a ClusterRole. */
export interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

const API_GROUP = 'rbac.authorization.k8s.io';
export const READ = ['get', 'list', 'watch'];

const user = (name: string) => ({ apiGroup: API_GROUP, kind: 'User', name });

/** A ClusterRole with its binding to one user of a client certificate. */
export function toUserRole(name: string, rules: readonly Rule[]): KubeObject[] {
  return [
    {
      apiVersion: `${API_GROUP}/v1`,
      kind: 'ClusterRole',
      metadata: { name, labels: MANAGED },
      rules,
    },
    toClusterBinding(name, name, name),
  ];
}

/** Binds an existing ClusterRole to a user. */
export function toClusterBinding(name: string, role: string, userName: string): KubeObject {
  return {
    apiVersion: `${API_GROUP}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name, labels: MANAGED },
    roleRef: { apiGroup: API_GROUP, kind: 'ClusterRole', name: role },
    subjects: [user(userName)],
  };
}

/** Binds an existing Role of a namespace to a user. */
export function toBinding(name: string, namespace: string, role: string, userName: string): KubeObject {
  return {
    apiVersion: `${API_GROUP}/v1`,
    kind: 'RoleBinding',
    metadata: { name, namespace, labels: MANAGED },
    roleRef: { apiGroup: API_GROUP, kind: 'Role', name: role },
    subjects: [user(userName)],
  };
}
