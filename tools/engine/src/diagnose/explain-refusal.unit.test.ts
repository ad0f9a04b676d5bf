import type { CauseCode } from '@slipway/contracts';
import { hintOf, SlipwayError } from '@slipway/contracts';
import { explainRefusal, toRefusalCause } from './explain-refusal.ts';

describe('explainRefusal', () => {
  it.each<[CauseCode, string]>([
    ['QuotaExceeded', 'pods "web-x" is forbidden: exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0'],
    ['QuotaExceeded', 'pods "web-x" is forbidden: failed quota: small: must specify limits.cpu for: main'],
    ['QuotaExceeded', 'pods "web-x" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi'],
    ['PodSecurityRefused', 'pods "web-x" is forbidden: violates PodSecurity "restricted:latest": privileged (container "main" must not set privileged)'],
    ['AdmissionRefused', 'admission webhook "rules.test" denied the request: no'],
    ['AdmissionRefused', 'Internal error occurred: failed calling webhook "rules.test": connection refused'],
    ['AdmissionRefused', `pods "web-x" is forbidden: ValidatingAdmissionPolicy 'no-such' with binding 'b' denied request: no`],
    ['ServiceAccountMissing', 'pods "web-x" is forbidden: error looking up service account shop/nobody: serviceaccount "nobody" not found'],
    ['ImmutableField', 'Deployment.apps "web" is invalid: spec.selector: Invalid value: {}: field is immutable'],
    ['ImmutableField', 'StatefulSet.apps "db" is invalid: spec: Forbidden: updates to statefulset spec for fields other than replicas'],
    ['NamespaceEnding', 'configmaps "c" is forbidden: unable to create new content in namespace shop because it is being terminated'],
    ['Forbidden', 'deployments.apps is forbidden: User "u" cannot create resource "deployments" in API group "apps"'],
    ['ManifestRefused', 'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
  ])('is %s for: %s', (code, text) => {
    expect(explainRefusal(`Error creating: ${text}`)).toMatchObject({ code, message: text });
  }); // prettier-ignore
});

describe('toRefusalCause', () => {
  const refused = (code: string, message: string) => new SlipwayError({ code, message, hint: 'Its own hint.' });

  it('gives the code that a deploy would end with', () => {
    const error = refused('Forbidden', 'patch deployments web in shop: exceeded quota: q.');
    expect(toRefusalCause(error, 'Deployment/web')).toEqual({
      code: 'QuotaExceeded',
      object: 'Deployment/web',
      message: 'patch deployments web in shop: exceeded quota: q.',
      logs: [],
      hint: hintOf('QuotaExceeded'),
    });
  });

  it.each([
    ['rights, with verb and resource', refused('Forbidden', 'patch deployments web in shop: no right to patch deployments in namespace shop.'), 'Forbidden'],
    ['a server that does not answer', refused('ApiUnreachable', 'patch deployments: it does not answer.'), 'ApiUnreachable'],
    ['a server that fails', refused('ApiFailed', 'patch deployments: HTTP 500.'), 'ApiUnreachable'],
    ['what it has no name for', new Error('odd'), 'Unknown'],
  ])('keeps %s', (_title, error, code) => {
    expect(toRefusalCause(error, 'Deployment/web')).toMatchObject({ code, object: 'Deployment/web', message: error.message }); // prettier-ignore
  }); // prettier-ignore

  it('holds no secret', () => {
    const error = refused('ManifestRefused', 'patch secrets s: Invalid value: "canary": no.');
    expect(JSON.stringify(toRefusalCause(error, 'Secret/s', ['canary']))).not.toContain('canary');
  });
});
