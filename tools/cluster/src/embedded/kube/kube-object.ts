/** A Kubernetes object, as far as the set-up looks into it. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
  };
  [field: string]: unknown;
}

/** Plural names of the kinds the set-up writes. */
const PLURALS: Record<string, string> = {
  APIService: 'apiservices',
  ClusterInformation: 'clusterinformations',
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  ConfigMap: 'configmaps',
  CustomResourceDefinition: 'customresourcedefinitions',
  EndpointSlice: 'endpointslices',
  FelixConfiguration: 'felixconfigurations',
  IPPool: 'ippools',
  IngressClass: 'ingressclasses',
  Namespace: 'namespaces',
  Role: 'roles',
  RoleBinding: 'rolebindings',
  Secret: 'secrets',
  Service: 'services',
  ServiceAccount: 'serviceaccounts',
  StorageClass: 'storageclasses',
};

/** The object's path at the API server. Throws for a kind that is not in the table. */
export function toObjectPath({ apiVersion, kind, metadata }: KubeObject): string {
  const plural = PLURALS[kind];
  if (!plural) throw new Error(`no path known for kind ${kind}`);
  const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const namespace = metadata.namespace ? `/namespaces/${metadata.namespace}` : '';
  return `${group}${namespace}/${plural}/${metadata.name}`;
}
