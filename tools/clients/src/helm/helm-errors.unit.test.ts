import { ProcessError } from '../process/process-error.ts';
import { toHelmError } from './helm-errors.ts';

const failed = (stderr: string) =>
  toHelmError(
    'install release web',
    new ProcessError({ command: 'helm', args: [], secretArguments: [], stdout: '', stderr, exitCode: 1 }),
  );

describe('toHelmError', () => {
  it.each([
    ['Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress', 'ReleaseBusy'],
    ['Error: Unable to continue with install: Service "web" exists and cannot be imported into the current release: invalid ownership metadata', 'NameTaken'],
    ['Error: UPGRADE FAILED: Service "web" is invalid: spec.clusterIP: Invalid value: "1": field is immutable', 'ImmutableField'],
    ['Error: UPGRADE FAILED: server-side apply failed for object f/web apps/v1, Kind=Deployment: Deployment.apps "web" is invalid: spec: Forbidden: may not specify more than 1 handler type', 'ManifestRefused'],
    ['Error: pods "x" is forbidden: violates PodSecurity "restricted:latest"', 'PodSecurityRefused'],
    ['Error: pods "x" is forbidden: exceeded quota: q', 'QuotaExceeded'],
    ['Error: admission webhook "a.test" denied the request: no', 'AdmissionRefused'],
    ['Error: secrets is forbidden: User "u" cannot list resource "secrets" in API group ""', 'Forbidden'],
    ['Error: Kubernetes cluster unreachable: dial tcp 127.0.0.1:1: connect: connection refused', 'ApiUnreachable'],
    ['Error: the server has asked for the client to provide credentials', 'CredentialsExpired'],
    ["Error: values don't meet the specifications of the schema(s) in the following chart(s)", 'ChartInvalid'],
    ['Error: INSTALLATION FAILED: failed pre-install: resource not ready, name: x, kind: Job, status: Failed', 'HookFailed'],
    ['Error: unable to build kubernetes objects from release manifest: no matches for kind "Widget" in version "a.test/v1"', 'ChartInvalid'],
    ['Error: something new', 'HelmFailed'],
  ])('%s is %s', (stderr, code) => {
    expect(failed(stderr)).toMatchObject({ code, message: expect.stringContaining('install release web: ') as string });
  }); // prettier-ignore

  it('asks for the CustomResourceDefinition of an unknown kind', () => {
    expect(failed('Error: no matches for kind "Widget" in version "a.test/v1"').hint).toContain(
      'CustomResourceDefinition',
    );
  });

  it('says that the program is missing and how to get it', () => {
    const cause = Object.assign(new Error('spawn ENOENT'), { code: 'ENOENT' });
    const error = toHelmError(
      'x',
      new ProcessError({ command: 'helm', args: [], secretArguments: [], stdout: '', stderr: '', cause }),
    );
    expect([error.code, error.hint]).toEqual(['HelmMissing', 'Run "slipway toolchain install helm".']);
  });
});
