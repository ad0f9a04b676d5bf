import { SlipwayError } from '@slipway/contracts';
import { toErrorCause } from './error-cause.ts';

describe('toErrorCause', () => {
  it.each([
    ['RegistryUnreachable', 'RegistryUnreachable'],
    ['RegistryLoginAbsent', 'ImagePullDenied'],
    ['RegistryDenied', 'ImagePullDenied'],
    ['RegistryUntrusted', 'RegistryUnreachable'],
    ['RegistryNameInvalid', 'ImageReferenceInvalid'],
    ['HelmMissing', 'HelmFailed'],
    ['HelmFailed', 'HelmFailed'],
    ['NamespaceEnding', 'NamespaceEnding'],
    ['SomethingNew', 'Unknown'],
  ])('calls %s the cause %s', (code, expected) => {
    const error = new SlipwayError({ code, message: 'push x: it said canary.', hint: 'Log in.' });
    expect(toErrorCause(error, 'web', ['canary'])).toMatchObject({ code: expected, object: 'Release/web', hint: 'Log in.' }); // prettier-ignore
    expect(toErrorCause(error, 'web', ['canary']).message).not.toContain('canary');
  });
});
