import type { KubeObject } from '@slipway/contracts';

interface ContainerState {
  running?: object;
  terminated?: object;
  waiting?: object;
}

interface ContainerStatus {
  name: string;
  restartCount?: number;
  state?: ContainerState;
  lastState?: ContainerState;
}

interface PodStatus {
  phase?: string;
  conditions?: { type: string; status: string }[];
  initContainerStatuses?: ContainerStatus[];
  containerStatuses?: ContainerStatus[];
  ephemeralContainerStatuses?: ContainerStatus[];
}

/** One container of a pod, as far as its log is concerned. */
export interface ContainerRun {
  name: string;
  restarts: number;
  /** It was started at least once: there is a log. */
  hasLog: boolean;
  /** There was a run before the present one. */
  hasPrevious: boolean;
}

/** Every container of a pod, in the order of its status. Pure. */
export function containersOf({ status }: KubeObject): ContainerRun[] {
  const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = (status ?? {}) as PodStatus; // prettier-ignore
  return [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses].map(
    ({ name, restartCount = 0, state, lastState }) => ({
      name,
      restarts: restartCount,
      hasLog: Boolean(state?.running ?? state?.terminated ?? lastState?.terminated),
      hasPrevious: Boolean(lastState?.terminated),
    }),
  );
}

/** Its containers have ended for good. Pure. */
export function isPodOver({ status }: KubeObject): boolean {
  return ['Succeeded', 'Failed'].includes((status as PodStatus | undefined)?.phase ?? '');
}

/** It takes requests, and is not about to end. Pure. */
export function isPodReady({ metadata, status }: KubeObject): boolean {
  const { conditions = [] } = (status ?? {}) as PodStatus;
  return !metadata.deletionTimestamp && conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True');
}
