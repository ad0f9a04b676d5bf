import type { KubeObject, Snapshot } from '@slipway/contracts';

/** What the builders of objects let a test say. */
export interface ObjectOptions {
  name?: string;
  uid?: string;
  owner?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
}

/** Any object in namespace `shop`; the uid is `Kind/name` unless said otherwise. */
export function anObject(apiVersion: string, kind: string, options: ObjectOptions = {}): KubeObject {
  const { name = 'web', uid = `${kind}/${name}`, owner, labels, annotations, spec, status } = options;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace: 'shop',
      uid,
      generation: 1,
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(owner ? { ownerReferences: [{ kind: owner.split('/')[0] ?? '', name: owner.split('/')[1] ?? '', uid: owner, controller: true }] } : {}), // prettier-ignore
    },
    ...(spec ? { spec } : {}),
    ...(status ? { status } : {}),
  };
}

/** A Deployment of one pod, not Ready unless its status says so. */
export function aDeployment(options: ObjectOptions = {}): KubeObject {
  const spec = { replicas: 1, template: { spec: { containers: [{ name: 'app', image: 'registry.test/web' }] } } };
  return anObject('apps/v1', 'Deployment', { ...options, spec: { ...spec, ...options.spec } });
}

/** Status of a Deployment whose pods are all new and Ready. */
export function readyStatus(replicas = 1): Record<string, unknown> {
  return {
    observedGeneration: 1,
    replicas,
    updatedReplicas: replicas,
    readyReplicas: replicas,
    availableReplicas: replicas,
  };
}

/** The newest ReplicaSet of Deployment `web`. */
export function aReplicaSet(options: ObjectOptions = {}): KubeObject {
  const annotations = { 'deployment.kubernetes.io/revision': '1' };
  return anObject('apps/v1', 'ReplicaSet', { name: 'web-1', owner: 'Deployment/web', annotations, ...options });
}

/** A pod of that ReplicaSet with one container `app`. `container`: fields of its status. */
export function aPod(container: Record<string, unknown> = {}, options: ObjectOptions = {}): KubeObject {
  return anObject('v1', 'Pod', {
    name: 'web-1-x',
    owner: 'ReplicaSet/web-1',
    ...options,
    spec: {
      restartPolicy: 'Always',
      containers: [{ name: 'app', image: 'registry.test/web@sha256:0' }],
      ...options.spec,
    },
    status: {
      phase: 'Pending',
      containerStatuses: [{ name: 'app', ready: false, restartCount: 0, ...container }],
      ...options.status,
    },
  });
}

let events = 0;

/** An event about an object, by its uid. */
export function anEvent(about: string, reason: string, message: string, count = 1): KubeObject {
  const [kind = '', name = ''] = about.split('/');
  events += 1;
  return {
    ...anObject('v1', 'Event', { name: `event-${events}` }),
    reason,
    message,
    count,
    type: 'Warning',
    lastTimestamp: new Date(events * 1000).toISOString(),
    involvedObject: { kind, name, uid: about },
  };
}

/** A snapshot with Deployment `web` and its ReplicaSet; `now` is 100 000. */
export function aSnapshot(change: Partial<Snapshot> = {}): Snapshot {
  return {
    now: 100_000,
    firstSeen: {},
    workloads: [aDeployment({ status: { observedGeneration: 1 } })],
    replicaSets: [aReplicaSet()],
    pods: [],
    claims: [],
    events: [],
    ...change,
  };
}
