import type { RawFinding } from './raw-finding.ts';

/** What to do, by rule, where the checker itself does not say. Ids of checkov: its policy index. */
const FIXES: Readonly<Record<string, string>> = {
  CKV_K8S_8: 'Give the container a livenessProbe.',
  CKV_K8S_9: 'Give the container a readinessProbe.',
  CKV_K8S_10: 'Set resources.requests.cpu.',
  CKV_K8S_11: 'Set resources.limits.cpu.',
  CKV_K8S_12: 'Set resources.requests.memory.',
  CKV_K8S_13: 'Set resources.limits.memory.',
  CKV_K8S_14: 'Name the image by digest, or by a tag other than latest.',
  CKV_K8S_15: 'Set imagePullPolicy: Always.',
  CKV_K8S_16: 'Take privileged: true out of the securityContext.',
  CKV_K8S_17: 'Take hostPID out of the pod.',
  CKV_K8S_18: 'Take hostIPC out of the pod.',
  CKV_K8S_19: 'Take hostNetwork out of the pod.',
  CKV_K8S_20: 'Set securityContext.allowPrivilegeEscalation: false.',
  CKV_K8S_21: 'Render metadata.namespace, and install into a namespace other than default.',
  CKV_K8S_22: 'Set securityContext.readOnlyRootFilesystem: true, and mount a volume where files are written.',
  CKV_K8S_23: 'Set runAsNonRoot: true.',
  CKV_K8S_25: 'Take capabilities.add out of the securityContext.',
  CKV_K8S_26: 'Take hostPort out of the container.',
  CKV_K8S_27: 'Take the mount of the container engine’s socket out.',
  CKV_K8S_28: 'Set securityContext.capabilities.drop: [ALL].',
  CKV_K8S_29: 'Give pod and containers a securityContext.',
  CKV_K8S_30: 'Give the container a securityContext.',
  CKV_K8S_31: 'Set seccompProfile.type: RuntimeDefault.',
  CKV_K8S_35: 'Mount the Secret as a file instead of an environment variable.',
  CKV_K8S_37: 'Set securityContext.capabilities.drop: [ALL] and add none.',
  CKV_K8S_38: 'Set automountServiceAccountToken: false.',
  CKV_K8S_40: 'Set runAsUser to a number above 10000.',
  CKV_K8S_43: 'Name the image by digest.',
  CKV2_K8S_6: 'Add a NetworkPolicy whose podSelector matches this pod.',
};

/** The same by check, for rules that are not in the table. */
const GENERAL: Readonly<Record<string, string>> = {
  lint: 'Correct the file that the message names; "helm lint --strict" shows the same.',
  render: 'Correct the template or the values that the message names; "helm template" shows the same.',
  schema: 'Correct the field to what the API of Kubernetes has at this place.',
  duplicate: 'Give one of the two another name.',
  'helm-unittest': 'Correct the template, or the case if it expects the wrong thing.',
  checkov: 'Change the object so that the rule holds; checkov’s policy index explains each id.',
};

/** What to do about a finding, always a sentence. Pure. */
export function fixFor({ check, rule, fix, message }: RawFinding): string {
  return fix?.trim() || FIXES[rule] || GENERAL[check] || `Change what the message says: ${message.split('\n')[0]}.`;
}
