import type { CauseEntry } from './cause-entry.ts';

const EVENTS = 'kubectl -n NAMESPACE get events --sort-by=.lastTimestamp';

/** What the API server, or a rule of the cluster, does not take. */
export const REFUSAL_CAUSES = [
  {
    code: 'QuotaExceeded',
    title: 'a quota or limit range refuses it',
    meaning: 'The namespace’s ResourceQuota has no room for it, or its LimitRange does not allow the size.',
    recognised:
      '"exceeded quota", "must specify limits" or a LimitRange’s words, from the API server or in an event FailedCreate.',
    patience:
      'Fails 2 s after a pod was first refused: an old pod may give its share back. An object of the release: at once.',
    hint: 'Raise the quota, or ask for less.',
    commands: ['kubectl -n NAMESPACE describe resourcequotas,limitranges', EVENTS],
  },
  {
    code: 'PodSecurityRefused',
    title: 'against the Pod Security Standard of the namespace',
    meaning:
      'The namespace enforces a Pod Security Standard that the pod’s security context does not meet, or the image would run as root where that is forbidden.',
    recognised:
      '"violates PodSecurity" in an event FailedCreate or an answer; "image will run as root" from the kubelet.',
    patience: 'Fails 2 s after a pod was first refused.',
    hint: 'Set the security context that the namespace asks for; the message lists the fields.',
    commands: ['kubectl get namespace NAMESPACE --show-labels', EVENTS],
  },
  {
    code: 'AdmissionRefused',
    title: 'an admission rule refuses it',
    meaning:
      'An admission webhook or a ValidatingAdmissionPolicy denies the object, or the webhook itself does not answer.',
    recognised:
      '"admission webhook ... denied", "failed calling webhook" or "ValidatingAdmissionPolicy" in an answer or an event FailedCreate.',
    patience:
      'A denial of a pod fails 2 s after it was first seen; a webhook that does not answer, after 10 s. An object of the release: at once.',
    hint: 'A rule of the cluster refuses this object; the message says which.',
    commands: ['kubectl get validatingadmissionpolicies,validatingwebhookconfigurations,mutatingwebhookconfigurations'],
  },
  {
    code: 'ImmutableField',
    title: 'a field that cannot change has changed',
    meaning:
      'Kubernetes does not let this field of an existing object change (selectors, claim templates, a Job’s pod template, clusterIP).',
    recognised:
      '"field is immutable", "updates to statefulset spec for fields other than", "may not change once set" in an answer.',
    patience: 'Fails at once; nothing of the new revision runs.',
    hint: 'Kubernetes does not let this field change: uninstall the release first (claims stay), or keep the old value.',
    commands: ['nx run charts:upgrade-safety', 'slipway undeploy --projects PROJECT'],
  },
  {
    code: 'NameTaken',
    title: 'the name belongs to something else',
    meaning:
      'An object of that name exists and belongs to another release, or to nobody; or the release was installed from another chart.',
    recognised: 'Helm’s "invalid ownership metadata"; the chart’s name in the labels of the newest revision.',
    patience: 'Fails at once; the other object is not touched.',
    hint: 'An object of that name exists and belongs to something else: rename it, or remove the other one.',
    commands: [
      'kubectl -n NAMESPACE get KIND NAME -o jsonpath={.metadata.annotations}',
      'helm -n NAMESPACE list --all',
    ],
  },
  {
    code: 'ChartInvalid',
    title: 'the chart or its values do not render',
    meaning: 'Helm cannot make manifests out of chart and values, or they name a kind that the cluster does not know.',
    recognised: 'Helm’s words about templates, values, schema, YAML or an unknown kind.',
    patience: 'Fails at once.',
    hint: 'Correct the chart or its values; "nx helm-lint <project>" checks both.',
    commands: ['nx helm-lint PROJECT', 'kubectl api-resources'],
  },
  {
    code: 'ManifestRefused',
    title: 'the API server finds the object invalid',
    meaning: 'The manifest is well-formed but not valid: an unknown or wrong field, a value out of range.',
    recognised: 'HTTP 400 or 422 of the API server; "is invalid" or "server-side apply failed" from Helm.',
    patience: 'Fails at once.',
    hint: 'The API server refuses this object; the message says why.',
    commands: ['nx helm-lint PROJECT', 'kubectl explain KIND.FIELD'],
  },
  {
    code: 'Forbidden',
    title: 'no right to do this',
    meaning: 'The deployer’s user may not do what is needed. The message names verb, resource and namespace.',
    recognised:
      'HTTP 403 of the API server that is about rights. Without the right to list events, claims or ReplicaSets the diagnosis goes on with the rest and says so in its hint.',
    patience: 'Fails at once.',
    hint: 'Ask for the right that the message names.',
    commands: ['kubectl auth can-i --list -n NAMESPACE', 'slipway doctor'],
  },
] as const satisfies readonly CauseEntry[];
