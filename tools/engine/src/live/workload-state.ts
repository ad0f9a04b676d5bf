import type { KubeObject, LiveWorkload, WorkloadKind } from '@slipway/contracts';
import { podOf } from '../catalog/pod-of.ts';

interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

interface Numbers {
  observedGeneration?: number;
  replicas?: number;
  updatedReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  currentRevision?: string;
  updateRevision?: string;
  desiredNumberScheduled?: number;
  updatedNumberScheduled?: number;
  numberReady?: number;
  numberAvailable?: number;
  succeeded?: number;
  conditions?: Condition[];
}

interface Wanted {
  replicas?: number;
  completions?: number;
  updateStrategy?: UpdateStrategy;
  suspend?: boolean;
}

/** One workload's state, out of the object alone. */
export interface WorkloadState {
  isReady: boolean;
  /** The workload itself says that it failed for good (a Job). */
  hasFailed: boolean;
  ready: number;
  wanted: number;
  /** For people: `2 of 3 pods ready`. */
  message: string;
}

/** Whether a workload runs as its spec says: all pods new, all Ready, none of the old ones left. Pure. */
export function workloadState(workload: KubeObject): WorkloadState {
  const status = (workload.status ?? {}) as Numbers;
  const spec = (workload.spec ?? {}) as Wanted;
  const isObserved = (status.observedGeneration ?? 0) >= (workload.metadata.generation ?? 0);
  switch (workload.kind as WorkloadKind) {
    case 'Deployment': {
      const wanted = spec.replicas ?? 1;
      const ready = Math.min(status.updatedReplicas ?? 0, status.availableReplicas ?? 0);
      const isReady = isObserved && ready >= wanted && (status.replicas ?? 0) === wanted;
      return state(isReady, status.readyReplicas ?? 0, wanted);
    }
    case 'StatefulSet': {
      const wanted = spec.replicas ?? 1;
      const isUpdated = spec.updateStrategy?.type === 'OnDelete' || isRolled(status, wanted, spec.updateStrategy);
      const ready = status.readyReplicas ?? 0;
      return state(isObserved && isUpdated && ready >= wanted && (status.replicas ?? 0) === wanted, ready, wanted);
    }
    case 'DaemonSet': {
      const wanted = status.desiredNumberScheduled ?? 0;
      const isUpdated = spec.updateStrategy?.type === 'OnDelete' || (status.updatedNumberScheduled ?? 0) >= wanted;
      return state(isObserved && isUpdated && (status.numberReady ?? 0) >= wanted, status.numberReady ?? 0, wanted);
    }
    case 'Job': {
      const isComplete = hasCondition(status, 'Complete');
      const hasFailed = hasCondition(status, 'Failed');
      return { ...state(isComplete, status.succeeded ?? 0, spec.completions ?? 1), hasFailed };
    }
    case 'CronJob':
      // Its runs come and go: it is as wanted as soon as it is there, suspended or not.
      return { ...state(true, 0, 0), message: spec.suspend ? 'suspended, begins no run' : 'runs by its schedule' };
  }
}

/** One workload as a status line needs it. Pure. */
export function toLiveWorkload(workload: KubeObject): LiveWorkload {
  const { isReady, ready, wanted } = workloadState(workload);
  return {
    kind: workload.kind as WorkloadKind,
    name: workload.metadata.name,
    isReady,
    ready,
    wanted,
    images: imagesOf(workload),
  };
}

interface UpdateStrategy {
  type?: string;
  rollingUpdate?: { partition?: number };
}

/** With a partition only the pods above it take part in the rollout. */
function isRolled(status: Numbers, wanted: number, strategy: UpdateStrategy | undefined): boolean {
  const partition = strategy?.rollingUpdate?.partition ?? 0;
  if (partition > 0) return (status.updatedReplicas ?? 0) >= wanted - partition;
  return (status.updatedReplicas ?? 0) >= wanted && status.currentRevision === status.updateRevision;
}

function state(isReady: boolean, ready: number, wanted: number): WorkloadState {
  return { isReady, hasFailed: false, ready, wanted, message: `${ready} of ${wanted} pods ready` };
}

function hasCondition(status: Numbers, type: string): boolean {
  return (status.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True');
}

function imagesOf(object: KubeObject): string[] {
  const spec = podOf<{ containers?: { image?: string }[] }>(object)?.spec;
  return (spec?.containers ?? []).flatMap(({ image }) => image ?? []);
}
