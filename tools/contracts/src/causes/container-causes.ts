import type { CauseEntry } from './cause-entry.ts';

const LOG = 'kubectl -n NAMESPACE logs POD -c CONTAINER --previous';
const DESCRIBE = 'kubectl -n NAMESPACE describe pod POD';

/** Containers that do not start, do not stay, or do not become Ready. */
export const CONTAINER_CAUSES = [
  {
    code: 'CrashAtStart',
    title: 'the program ends right after its start',
    meaning:
      'The container ends within 4 s of its start, again and again: wrong settings, a missing file, a fault in the program.',
    recognised:
      'CrashLoopBackOff, two restarts, or the end of a pod that is not started again; the last run took less than 4 s. The message has the exit code, the cause the last lines of the log.',
    patience:
      'One crash is bad luck and slow (a database that was not up yet); the second is failed. Tries of a Job do not count before its backoffLimit is used up.',
    hint: 'Its log says why.',
    commands: [LOG, DESCRIBE],
  },
  {
    code: 'CrashLoop',
    title: 'the program ends after some time, again and again',
    meaning: 'The container works for a while (4 s or more) and then ends.',
    recognised: 'CrashLoopBackOff or two restarts; the last run took 4 s or more.',
    patience: 'One crash is slow; the second is failed.',
    hint: 'Its log says why.',
    commands: [LOG, DESCRIBE],
  },
  {
    code: 'OutOfMemory',
    title: 'killed for using more memory than its limit',
    meaning: 'The kernel ended the container because it went over resources.limits.memory.',
    recognised: 'Last state terminated with reason OOMKilled, while it is not Ready again.',
    patience: 'Fails at once.',
    hint: 'Raise resources.limits.memory, or find what takes the memory.',
    commands: ['kubectl -n NAMESPACE top pod POD --containers', LOG],
  },
  {
    code: 'ContainerStartFailed',
    title: 'the runtime cannot start the container',
    meaning:
      'The image is there, but its command does not exist or may not be executed, or the node cannot set the container up.',
    recognised:
      'Waiting reason CreateContainerError or RunContainerError, a run that ended with StartError, a pod whose sandbox cannot be made, a pod that the node has put out.',
    patience: 'Fails at once; a sandbox that cannot be made, 12 s after it was first seen.',
    hint: 'Correct the command of the container, or the image; the message says what the runtime objects to.',
    commands: [DESCRIBE],
  },
  {
    code: 'StartupProbeFailed',
    title: 'the startup probe used up its budget',
    meaning:
      'The program did not answer its startup probe within failureThreshold x periodSeconds, and the kubelet kills it.',
    recognised: 'The event "failed startup probe, will be restarted". The message has the probe and its last answer.',
    patience: 'Within its own budget it is slow, however long that is; the moment the kubelet kills it, it has failed.',
    hint: 'Correct the probe, give it a larger budget (failureThreshold x periodSeconds), or find out from the log what is slow.',
    commands: [DESCRIBE, LOG],
  },
  {
    code: 'ReadinessProbeFailed',
    title: 'it runs, but its readiness probe fails',
    meaning: 'The program has started and its readiness probe is refused, gets a wrong answer or none.',
    recognised:
      'Events "Readiness probe failed" of the container since it was last Ready. The message has the probe and its last answer.',
    patience:
      'With a startup probe: once that has passed, three failures without a success between them are failed, by the count of the kubelet. Without: --patience (10 s) after it runs, or one period after its initial delay, whichever is later.',
    hint: 'Correct the probe, or find out from the log why the service is not ready. What starts slowly needs a startup probe.',
    commands: ['kubectl -n NAMESPACE logs POD -c CONTAINER', DESCRIBE],
  },
  {
    code: 'LivenessProbeFailed',
    title: 'the liveness probe kills it',
    meaning: 'The program runs and its liveness probe fails until the kubelet kills it; it may be Ready in between.',
    recognised:
      'The event "failed liveness probe, will be restarted" while the deploy watches. The message has the probe and its last answer.',
    patience:
      'A probe that fails and may recover within its budget is slow; the first kill is failed. A Ready pod is watched until its liveness probe has been asked.',
    hint: 'A liveness probe must not depend on others; correct it, or find out from the log what hangs.',
    commands: [DESCRIBE, LOG],
  },
  {
    code: 'NotReady',
    title: 'it runs and does not become Ready',
    meaning: 'The container runs beyond its patience, and nothing tells why it is not Ready.',
    recognised: 'A running container with a readiness probe of which no failure was told.',
    patience: '--patience (10 s) after it runs; a startup probe makes it slow for as long as that says.',
    hint: 'Its log may say what it waits for.',
    commands: ['kubectl -n NAMESPACE logs POD -c CONTAINER', DESCRIBE],
  },
] as const satisfies readonly CauseEntry[];
