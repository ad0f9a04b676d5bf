import { hintOf } from '@slipway/contracts';
import { explainConfig, isMissing } from './explain-config.ts';
import { explainCrash, explainOutOfMemory } from './explain-crash.ts';
import { explainProbe } from './explain-probe.ts';
import { explainPull } from './explain-pull.ts';
import { isImageReason } from './explain-image.ts';
import type { Finding, Patience } from './finding.ts';
import type { ContainerSpec, ContainerStatus, EventView } from './pod-types.ts';

/** One container with what is known of it. */
export interface ContainerFacts {
  pod: string;
  /** Of the container: that of its pod, and Always for a sidecar. */
  restartPolicy: string;
  spec: ContainerSpec | undefined;
  status: ContainerStatus;
  isInit: boolean;
  /** Events of the pod. */
  events: readonly EventView[];
  now: number;
  /** When the present run of the container was first seen running, by the clock of `now`. */
  runningSince: number | undefined;
  /** When the present run was first seen to have passed its startup probe. */
  startedSince?: number | undefined;
  /** When the first pull of an image of this pod was seen to have failed. */
  pullFailedSince?: number | undefined;
  /** When a container of this pod was first seen to miss a Secret, a ConfigMap or an entry. */
  missingSince?: number | undefined;
  /** Readiness failures that were told until it was last Ready. */
  failuresWhenReady?: number | undefined;
}

/** Who makes Secrets and ConfigMaps beside the release has this long. */
export const MISSING_MS = 2000;
/** Reasons of a run that ended before the program began. */
const NOT_BEGUN = new Set(['StartError', 'ContainerCannotRun']);

/** What is wrong with one container; undefined while nothing is. Pure; the first matching line wins. */
export function explainContainer(facts: ContainerFacts, patience: Patience): Finding | undefined {
  const { status, pod, now } = facts;
  const reason = status.state?.waiting?.reason ?? '';
  const message = status.state?.waiting?.message ?? '';
  const at = { object: `Pod/${pod}`, container: status.name };
  const last = status.state?.terminated ?? status.lastState?.terminated;

  if (/exec format error/i.test(`${message} ${last?.message ?? ''}`)) {
    return { ...at, code: 'WrongArchitecture', message: 'its program is made for another processor, or is no program', hint: hintOf('WrongArchitecture'), dueAt: now }; // prettier-ignore
  }
  if (isImageReason(reason)) return explainPull(facts, reason, message);
  const hasNotBegun = NOT_BEGUN.has(last?.reason ?? '') && !status.state?.running;
  const configFault = hasNotBegun ? explainConfig('RunContainerError', last?.message ?? '') : explainConfig(reason, message); // prettier-ignore
  if (configFault) {
    const dueAt = isMissing(configFault.code) ? (facts.missingSince ?? now) + MISSING_MS : now;
    return { ...at, ...configFault, dueAt };
  }
  if (last?.reason === 'OOMKilled') return explainOutOfMemory(facts, last);
  return explainProbe(facts, patience, last) ?? explainCrash(facts, last);
}
