import { CAUSE_CODES, CAUSES, hintOf } from './causes.ts';

/** Codes that were published: scripts rely on them, so none of them goes or changes. New ones are added here. */
const PUBLISHED = [
  'ImageNotFound', 'ImagePullDenied', 'ImageReferenceInvalid', 'RegistryUnreachable', 'WrongArchitecture', 'CrashAtStart',
  'CrashLoop', 'OutOfMemory', 'StartupProbeFailed', 'ReadinessProbeFailed', 'LivenessProbeFailed', 'NotReady',
  'Unschedulable', 'NodeNotReady', 'QuotaExceeded', 'PodSecurityRefused', 'AdmissionRefused', 'ServiceAccountMissing',
  'SecretMissing', 'ConfigMapMissing', 'KeyMissing', 'VolumeUnbound', 'VolumeMountFailed', 'ContainerStartFailed',
  'PodEvicted', 'JobFailed', 'HookFailed', 'TestFailed', 'ImmutableField', 'NameTaken', 'ChartInvalid', 'ManifestRefused',
  'Forbidden', 'ApiUnreachable', 'CredentialsExpired', 'ReleaseBusy', 'DependencyFailed', 'Stopped', 'DeadlineExceeded',
  'Unknown', 'RolloutPaused', 'NamespaceEnding', 'HelmFailed', 'LastRevisionFailed', 'NoGoodRevision', 'GroupFailed',
  'VerificationFailed',
]; // prettier-ignore

describe('CAUSES', () => {
  it('has every code that was ever published, once, and no other', () => {
    expect([...CAUSE_CODES].sort()).toEqual([...PUBLISHED].sort());
  });

  it.each(CAUSES.map((cause) => [cause.code, cause] as const))('says all of %s', (code, cause) => {
    expect(code).toMatch(/^([A-Z][a-z]+)+$/);
    expect(cause.title).toMatch(/^\S.*[^.]$/);
    for (const sentence of [cause.meaning, cause.recognised, cause.patience, cause.hint]) {
      expect(sentence).toMatch(/^["A-Z-].*[.?]$/);
    }
    expect(cause.commands.length).toBeGreaterThan(0);
    expect(hintOf(code)).toBe(cause.hint);
  });
});
