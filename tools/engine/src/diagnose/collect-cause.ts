import type { Cause, KubeClient } from '@slipway/contracts';
import { hintOf } from '@slipway/contracts';
import type { Finding } from './finding.ts';
import { readPodSecrets } from './pod-secrets.ts';
import { redactLine } from './redact-log.ts';

/** Lines of a log that a cause shows. */
const LOG_LINES = 20;
/** The kubelet's answer, as if it were the log, where the container is gone already. */
const NO_LOG = /^unable to retrieve container logs for \S+$/;

/** Turns a finding into the cause: reads the log that tells more. A log that cannot be read is no error. */
export async function collectCause(
  finding: Finding,
  namespace: string,
  { kube, secrets = [] }: { kube: KubeClient; secrets?: readonly string[] },
): Promise<Cause> {
  const logs = finding.log ? await readLogs(finding.log, namespace, kube) : [];
  const pod = finding.log?.pod ?? /^Pod\/(.+)$/.exec(finding.object)?.[1];
  const hidden = pod === undefined ? secrets : [...secrets, ...(await readPodSecrets(pod, namespace, kube))];
  const isWrongArchitecture = finding.code === 'CrashAtStart' && logs.some((line) => /exec format error/i.test(line));
  return {
    code: isWrongArchitecture ? 'WrongArchitecture' : finding.code,
    object: finding.object,
    ...(finding.container ? { container: finding.container } : {}),
    message: redactLine(sentence(finding.message), hidden),
    logs: logs.map((line) => redactLine(line, hidden)),
    hint: isWrongArchitecture ? hintOf('WrongArchitecture') : finding.hint,
  };
}

async function readLogs(log: NonNullable<Finding['log']>, namespace: string, kube: KubeClient): Promise<string[]> {
  const read = async (previous: boolean) => {
    try {
      const lines = await kube.logs({
        namespace,
        pod: log.pod,
        container: log.container,
        previous,
        tailLines: LOG_LINES,
      });
      return lines.filter((line) => !NO_LOG.test(line));
    } catch {
      return []; // Never started, or rotated away.
    }
  };
  const first = await read(log.previous);
  return first.length ? first : read(!log.previous);
}

function sentence(text: string): string {
  const trimmed = text.trim().replace(/\s+/g, ' ');
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
