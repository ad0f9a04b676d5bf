import type { KubeObject } from '@slipway/contracts';

/** The parts of a pod that the diagnosis reads. */
export interface PodView {
  spec?: {
    restartPolicy?: string;
    containers?: ContainerSpec[];
    initContainers?: ContainerSpec[];
    volumes?: { persistentVolumeClaim?: { claimName?: string } }[];
  };
  status?: {
    phase?: string;
    reason?: string;
    message?: string;
    conditions?: { type: string; status: string; reason?: string; message?: string; lastTransitionTime?: string }[];
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
  };
}

export interface ContainerSpec {
  name: string;
  /** `Always` makes a sidecar of an init container. */
  restartPolicy?: string;
  image?: string;
  startupProbe?: Probe;
  readinessProbe?: Probe;
  livenessProbe?: Probe;
}

export interface Probe {
  initialDelaySeconds?: number;
  periodSeconds?: number;
  failureThreshold?: number;
  timeoutSeconds?: number;
  httpGet?: { path?: string; port?: number | string };
  tcpSocket?: { port?: number | string };
  exec?: { command?: string[] };
  grpc?: { port?: number };
}

export interface ContainerStatus {
  name: string;
  ready?: boolean;
  started?: boolean;
  restartCount?: number;
  image?: string;
  state?: ContainerState;
  lastState?: ContainerState;
}

export interface ContainerState {
  waiting?: { reason?: string; message?: string };
  running?: { startedAt?: string };
  terminated?: Terminated;
}

export interface Terminated {
  exitCode?: number;
  signal?: number;
  reason?: string;
  message?: string;
  startedAt?: string;
  finishedAt?: string;
}

/** The parts of an Event that the diagnosis reads. */
export interface EventView {
  reason?: string;
  message?: string;
  type?: string;
  count?: number;
  series?: { count?: number };
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  eventTime?: string | null;
  involvedObject?: { kind?: string; name?: string; uid?: string; fieldPath?: string };
}

/** Reads an object as a pod. */
export function asPod(object: KubeObject): PodView {
  return object as unknown as PodView;
}

/** Whether an init container is a sidecar, which runs beside the others. */
export function isSidecar(container: string, pod: KubeObject): boolean {
  return asPod(pod).spec?.initContainers?.find(({ name }) => name === container)?.restartPolicy === 'Always';
}

/** Reads an object as an event. */
export function asEvent(object: KubeObject): EventView {
  return object as unknown as EventView;
}

/** How often an event has happened. */
export function eventCount(event: EventView): number {
  return Math.max(event.count ?? 1, event.series?.count ?? 1);
}
