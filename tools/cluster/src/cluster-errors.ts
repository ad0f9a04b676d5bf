import type { SlipwayErrorOptions } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';

/** Every code the local cluster ends with. Permanent once published. */
export const CLUSTER_ERROR_CODES = [
  'ClusterApiRefused',
  'ClusterBusy',
  'ClusterNotRunning',
  'ClusterNotStopped',
  'ComponentFailed',
  'ContextNotGiven',
  'ContextNotReachable',
  'KindFailed',
  'NetworkPolicyUnavailable',
  'PreflightFailed',
  'RegistryRefused',
  'SupervisorFailed',
  'UnknownProvider',
] as const;
export type ClusterErrorCode = (typeof CLUSTER_ERROR_CODES)[number];

/** A `SlipwayError` with one of the codes above. */
export const clusterError = (options: SlipwayErrorOptions & { code: ClusterErrorCode }): SlipwayError =>
  new SlipwayError(options);
