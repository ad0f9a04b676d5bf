/** Stable codes of what can go wrong with a release. Permanent once published. */
export const CAUSE_CODES = [
  'ImageNotFound',
  'ImagePullDenied',
  'ImageReferenceInvalid',
  'RegistryUnreachable',
  'WrongArchitecture',
  'CrashAtStart',
  'CrashLoop',
  'OutOfMemory',
  'StartupProbeFailed',
  'ReadinessProbeFailed',
  'LivenessProbeFailed',
  'NotReady',
  'Unschedulable',
  'NodeNotReady',
  'QuotaExceeded',
  'PodSecurityRefused',
  'AdmissionRefused',
  'ServiceAccountMissing',
  'SecretMissing',
  'ConfigMapMissing',
  'KeyMissing',
  'VolumeUnbound',
  'VolumeMountFailed',
  'ContainerStartFailed',
  'PodEvicted',
  'JobFailed',
  'HookFailed',
  'TestFailed',
  'ImmutableField',
  'NameTaken',
  'ChartInvalid',
  'ManifestRefused',
  'Forbidden',
  'ApiUnreachable',
  'CredentialsExpired',
  'ReleaseBusy',
  'DependencyFailed',
  'Stopped',
  'DeadlineExceeded',
  'Unknown',
] as const;

export type CauseCode = (typeof CAUSE_CODES)[number];

/** The one root cause of a failure, in words that say what to do. Holds no secret. */
export interface Cause {
  code: CauseCode;
  /** `Kind/name` of the object that shows the fault; `Release/name` when it is the release itself. */
  object: string;
  /** Container within the pod, where it is one container's fault. */
  container?: string;
  /** What happened, one sentence, with the facts (exit code, status code, resource). */
  message: string;
  /** Last lines of the container's log, oldest first; empty where there is none. */
  logs: string[];
  /** What to do next. */
  hint: string;
}
