import type { CauseEntry } from './cause-entry.ts';

const DESCRIBE = 'kubectl -n NAMESPACE describe pod POD';

/** Pods that find no place, miss what they refer to, or are held up by their node or their owner. */
export const POD_CAUSES = [
  {
    code: 'Unschedulable',
    title: 'no node can take the pod',
    meaning: 'It asks for more than any node has left, or its node selector, affinity, tolerations or ports fit none.',
    recognised:
      'Condition PodScheduled is False with reason Unschedulable. The message names the resource, or the rule.',
    patience:
      'Fails 3 s after it was first seen. Where room is missing and another pod of the namespace is ending, the end of that pod is waited for. With autoscaling: true in environment.yaml it is slow for 300 s.',
    hint: 'Ask for less (resources.requests), make room, or correct node selector, affinity and tolerations.',
    commands: [DESCRIBE, 'kubectl describe nodes'],
  },
  {
    code: 'NodeNotReady',
    title: 'no node takes pods, or the pod’s own node is gone',
    meaning: 'Every node is not ready, cut off or cordoned; or the node that runs the pod has stopped answering.',
    recognised: 'The scheduler names nothing but such nodes, or an event NodeNotReady of a pod that is not Ready.',
    patience: 'A node that restarts is slow for 12 s (300 s with autoscaling: true); then it has failed.',
    hint: 'No node takes the pod: look at "kubectl get nodes".',
    commands: ['kubectl get nodes', 'kubectl describe node NODE', 'slipway cluster status'],
  },
  {
    code: 'ServiceAccountMissing',
    title: 'the service account does not exist',
    meaning: 'The pod names a service account that is not in its namespace.',
    recognised: 'An event FailedCreate of the pod’s owner: "serviceaccount ... not found".',
    patience: 'Fails 2 s after it was first seen; the account "default" of a new namespace is waited for 10 s.',
    hint: 'Create the service account, or let the chart do it.',
    commands: ['kubectl -n NAMESPACE get serviceaccounts'],
  },
  {
    code: 'SecretMissing',
    title: 'a Secret that the pod needs does not exist',
    meaning: 'An environment variable or a volume refers to a Secret that is not in the namespace.',
    recognised: 'Waiting reason CreateContainerConfigError, or an event FailedMount, with "secret ... not found".',
    patience: 'Fails 2 s after it was first seen: who makes Secrets beside the release has that long.',
    hint: 'Create the Secret in the release’s namespace, or correct the name.',
    commands: ['kubectl -n NAMESPACE get secrets', DESCRIBE],
  },
  {
    code: 'ConfigMapMissing',
    title: 'a ConfigMap that the pod needs does not exist',
    meaning: 'An environment variable or a volume refers to a ConfigMap that is not in the namespace.',
    recognised: 'Waiting reason CreateContainerConfigError, or an event FailedMount, with "configmap ... not found".',
    patience: 'Fails 2 s after it was first seen.',
    hint: 'Create the ConfigMap in the release’s namespace, or correct the name.',
    commands: ['kubectl -n NAMESPACE get configmaps', DESCRIBE],
  },
  {
    code: 'KeyMissing',
    title: 'a Secret or ConfigMap lacks an entry',
    meaning: 'The Secret or ConfigMap is there, but not the entry that the pod asks for.',
    recognised: '"couldn’t find key" or "references non-existent" key, in a waiting reason or an event FailedMount.',
    patience: 'Fails 2 s after it was first seen.',
    hint: 'Add the entry, or correct its name.',
    commands: ['kubectl -n NAMESPACE describe secret NAME', 'kubectl -n NAMESPACE describe configmap NAME'],
  },
  {
    code: 'VolumeUnbound',
    title: 'a volume claim is not bound',
    meaning: 'The claim does not exist, its storage class does not, or nobody makes a volume for it.',
    recognised: 'Events ProvisioningFailed or FailedBinding of the claim; the scheduler’s words about claims.',
    patience: 'A refusal counts 5 s after it was first seen. A volume that is being made is slow for 120 s.',
    hint: 'Check the claim, its storage class and size, and that the provisioner runs.',
    commands: ['kubectl -n NAMESPACE describe pvc CLAIM', 'kubectl get storageclasses'],
  },
  {
    code: 'VolumeMountFailed',
    title: 'a volume cannot be attached or mounted',
    meaning: 'The volume is there, but the node cannot use it: still attached elsewhere, driver absent, path wrong.',
    recognised: 'Events FailedMount or FailedAttachVolume, and no container has begun to start.',
    patience: 'Slow for 12 s; for 60 s while it is attached to another node (Multi-Attach).',
    hint: 'Check the volume and its driver; a ReadWriteOnce volume serves one node at a time.',
    commands: [DESCRIBE, 'kubectl get volumeattachments'],
  },
  {
    code: 'PodEvicted',
    title: 'the node put the pod out',
    meaning: 'The node was short of disk, memory or process ids, and ended the pod.',
    recognised: 'Phase Failed with reason Evicted. The message names the resource.',
    patience: 'Fails at once.',
    hint: 'The node put the pod out; its message says what was short.',
    commands: [DESCRIBE, 'kubectl describe node NODE'],
  },
  {
    code: 'RolloutPaused',
    title: 'the Deployment is paused',
    meaning: 'Its spec.paused is true: Kubernetes makes no new pods until somebody resumes it.',
    recognised: 'A Deployment with spec.paused that is not as its spec says.',
    patience: 'Fails 2 s after it was first seen.',
    hint: 'Resume it with "kubectl rollout resume", or take spec.paused out of the chart.',
    commands: ['kubectl -n NAMESPACE rollout resume deployment NAME'],
  },
  {
    code: 'JobFailed',
    title: 'a Job failed for good',
    meaning: 'A Job of the release used up its tries or its time.',
    recognised: 'Condition Failed of the Job. The cause names its last pod, with log.',
    patience:
      'While it has tries left (backoffLimit) it is slow; faults that no try can mend (image, Secret, place) count at once.',
    hint: 'The log of its last pod says why.',
    commands: ['kubectl -n NAMESPACE describe job JOB', 'kubectl -n NAMESPACE logs job/JOB'],
  },
] as const satisfies readonly CauseEntry[];
