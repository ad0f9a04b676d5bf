import type { AccessCheck } from '@slipway/contracts';

const READ = ['get', 'list', 'watch'];
const ALL = [...READ, 'create', 'update', 'patch', 'delete'];
/** What Helm writes of the kinds that charts of services have. */
const WRITE = ['get', 'create', 'patch', 'delete'];

/** API group, resources, verbs: all that a deploy does in a namespace. */
const RIGHTS: readonly [group: string, resources: string[], verbs: string[]][] = [
  ['', ['secrets'], ALL], // Helm's revisions and our records.
  ['coordination.k8s.io', ['leases'], ['get', 'list', 'create', 'update', 'delete']],
  ['apps', ['deployments', 'statefulsets', 'daemonsets'], [...READ, ...WRITE]],
  ['batch', ['jobs', 'cronjobs'], [...READ, ...WRITE]],
  ['apps', ['replicasets'], READ], // From here on: the diagnosis.
  ['', ['pods'], [...READ, 'create', 'delete']], // Tests are pods.
  ['', ['pods/log'], ['get']],
  ['', ['events', 'persistentvolumeclaims'], READ],
  ['', ['services', 'configmaps', 'serviceaccounts'], WRITE],
  ['networking.k8s.io', ['ingresses', 'networkpolicies'], WRITE],
  ['policy', ['poddisruptionbudgets'], WRITE],
  ['autoscaling', ['horizontalpodautoscalers'], WRITE],
];

/** Every right that a deploy needs in a namespace. Pure. */
export function requiredRights(namespace: string): AccessCheck[] {
  return RIGHTS.flatMap(([group, resources, verbs]) =>
    resources.flatMap((resource) => [...new Set(verbs)].map((verb) => ({ group, resource, verb, namespace }))),
  );
}
