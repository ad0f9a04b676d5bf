/** Every document that leaves Slipway or is read by it: schema file, source file, type. */
export const SCHEMAS = [
  ['cause', 'cause.ts', 'Cause'],
  ['deploy', 'deploy-result.ts', 'DeployNote'],
  ['desired-release', 'desired-release.ts', 'DesiredRelease'],
  ['environment', 'environment.ts', 'Environment'],
  ['image', 'image-ref.ts', 'ImageRef'],
  ['live-release', 'live-release.ts', 'LiveRelease'],
  ['plan', 'plan.ts', 'Plan'],
  ['record', 'deploy-record.ts', 'DeployRecord'],
  ['record-checkpoint', 'deploy-record.ts', 'RecordCheckpoint'],
  ['release-lock', 'release-lock.ts', 'ReleaseLock'],
  ['result', 'deploy-result.ts', 'DeployResult'],
  ['service', 'service.ts', 'Service'],
  ['status', 'release-status.ts', 'StatusReport'],
] as const;
