import { kubectl, kubectlJson } from './cluster.ts';
import { waitFor } from './wait-for.ts';

/** The Deployment or StatefulSet of one service in one release. */
export interface Workload {
  kind: 'deployment' | 'statefulset';
  /** Name of the object, which here is the name of release and chart too. */
  name: string;
  namespace: string;
}

/** What the tests read of a pod. */
export interface Pod {
  metadata: { name: string; uid: string; deletionTimestamp?: string };
  spec: { nodeName?: string };
  status: {
    phase?: string;
    conditions?: { type: string; status: string }[];
    containerStatuses?: { name: string; restartCount: number }[];
  };
}

/** Seconds a workload is waited for: a busy machine starts a pod in ten times the usual time. */
const TIMEOUT = '--timeout=110s';

/** Pods of a workload, those that end included. */
export async function podsOf({ name, namespace }: Workload): Promise<Pod[]> {
  const selector = `app.kubernetes.io/instance=${name},app.kubernetes.io/component=service`;
  return (await kubectlJson<{ items: Pod[] }>(['get', 'pods', '-n', namespace, '-l', selector])).items;
}

/** Whether a pod is Ready. */
export function isReady({ status }: Pod): boolean {
  return status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ?? false;
}

/** Waits until the workload is as it should be. */
export async function rolledOut({ kind, name, namespace }: Workload): Promise<void> {
  await kubectl(['rollout', 'status', `${kind}/${name}`, '-n', namespace, TIMEOUT]);
}

/** Sets the number of pods and waits until so many are there. */
export async function scale(workload: Workload, replicas: number): Promise<void> {
  const { kind, name, namespace } = workload;
  await kubectl(['scale', `${kind}/${name}`, '-n', namespace, `--replicas=${replicas}`]);
  await rolledOut(workload);
}

/** Waits until these pods are no more: a rollout is done when the new ones are there, while old ones still answer. */
export async function untilGone(workload: Workload, pods: readonly Pod[]): Promise<void> {
  const former = new Set(pods.map(({ metadata }) => metadata.uid));
  const areGone = async () => (await podsOf(workload)).every(({ metadata }) => !former.has(metadata.uid));
  await waitFor(`the former pods of ${workload.name} to be gone`, areGone, { timeoutMs: 120_000, everyMs: 1_000 });
}

/** Restarts the workload as a user would and waits until new pods have taken the place of all that were there. */
export async function rollingRestart(workload: Workload): Promise<void> {
  const { kind, name, namespace } = workload;
  const former = await podsOf(workload);
  await kubectl(['rollout', 'restart', `${kind}/${name}`, '-n', namespace]);
  await rolledOut(workload);
  await untilGone(workload, former);
}

/** Where the pods answer inside the cluster: the address of their Service, which this machine reaches too. */
export async function serviceAddress({ name, namespace }: Workload): Promise<{ address: string; port: number }> {
  const { spec } = await kubectlJson<{ spec: { clusterIP: string; ports: { name: string; port: number }[] } }>([
    ...['get', 'service', name, '-n', namespace],
  ]);
  const http = spec.ports.find(({ name }) => name === 'http');
  if (!http) throw new Error(`the Service ${name} in ${namespace} has no port http`);
  return { address: spec.clusterIP, port: http.port };
}
