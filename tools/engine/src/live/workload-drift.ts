import type { FieldChange, KubeObject } from '@slipway/contracts';
import { compareFields } from './compare-fields.ts';

interface ManagedFields {
  manager?: string;
  subresource?: string;
  fieldsV1?: Record<string, unknown>;
}

/** These change specs as part of their work: scaling, and their own bookkeeping. */
const CONTROLLERS = new Set(['kube-controller-manager', 'helm', 'Helm', 'k3s', 'vpa-updater', 'vpa-recommender']);

/**
 * Fields of one workload that differ from what is wanted. Without `live` the whole object is missing.
 * `ignoreReplicas`: an autoscaler owns the number. Entries too many count only where somebody other
 * than Helm wrote into the spec: else an admission webhook put them there, and would again. Pure.
 */
export function workloadDrift(
  wanted: KubeObject,
  live: KubeObject | undefined,
  options: { ignoreReplicas?: boolean } = {},
): FieldChange[] {
  const change = { kind: wanted.kind, name: wanted.metadata.name };
  if (!live) return isGoneByItself(wanted) ? [] : [{ ...change, path: '', from: null, to: 'present' }];
  const hasForeignHand = wasEditedByHand(live);
  return compareFields(wanted.spec, live.spec, '/spec')
    .filter(({ isExtra }) => !isExtra || hasForeignHand)
    .filter(({ path }) => !(options.ignoreReplicas && path === '/spec/replicas'))
    .map(({ path, from, to }) => ({ ...change, path, from, to }));
}

/** Names of workloads whose replicas an autoscaler of the release sets, as `Kind/name`. Pure. */
export function autoscaledWorkloads(objects: readonly KubeObject[]): Set<string> {
  const targets = objects
    .filter(({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject')
    .map(({ spec }) => (spec as { scaleTargetRef?: { kind?: string; name?: string } } | undefined)?.scaleTargetRef);
  return new Set(targets.flatMap((target) => (target?.name ? `${target.kind ?? 'Deployment'}/${target.name}` : [])));
}

/** Whether somebody other than Helm and controllers wrote into the spec of an object. Pure. */
export function wasEditedByHand(live: KubeObject): boolean {
  const managed = (live.metadata.managedFields ?? []) as ManagedFields[];
  return managed.some(
    ({ manager, subresource, fieldsV1 }) =>
      !CONTROLLERS.has(manager ?? '') && subresource !== 'status' && fieldsV1 !== undefined && 'f:spec' in fieldsV1,
  );
}

/** A finished Job may be removed after its time to live. */
export function isGoneByItself({ kind, spec }: KubeObject): boolean {
  return (
    kind === 'Job' && (spec as { ttlSecondsAfterFinished?: number } | undefined)?.ttlSecondsAfterFinished !== undefined
  );
}
