import type { CauseCode } from '@slipway/contracts';
import { hintOf } from '@slipway/contracts';

/** What is wrong with something that a container or a volume refers to. */
export interface ConfigFault {
  code: CauseCode;
  message: string;
  hint: string;
}

/** Explains the kubelet's words about Secrets, ConfigMaps and keys. Undefined when they are about something else. Pure. */
export function explainReference(text: string): ConfigFault | undefined {
  const key = /(?:couldn't find key|could not find key|references non-existent (?:secret|config) key:?)\s+"?([^\s",]+)"?(?: in (Secret|ConfigMap) ([^\s"]+))?/i.exec(text); // prettier-ignore
  if (key) {
    const holder = key[2]
      ? `${key[2]} ${key[3]?.split('/').pop()}`
      : /config key/i.test(text)
        ? 'its ConfigMap'
        : 'its Secret';
    return {
      code: 'KeyMissing',
      message: `${holder} has no entry "${key[1]}"`,
      hint: `Add the entry "${key[1]}", or correct the name.`,
    };
  }
  const secret = /\bsecrets? "([^"]+)" not found/i.exec(text);
  if (secret) return missing('SecretMissing', 'Secret', secret[1] ?? '');
  const map = /\bconfigmaps? "([^"]+)" not found/i.exec(text);
  return map ? missing('ConfigMapMissing', 'ConfigMap', map[1] ?? '') : undefined;
}

/** Whether a fault is of something that somebody else may still make. Pure. */
export function isMissing(code: CauseCode): boolean {
  return code === 'SecretMissing' || code === 'ConfigMapMissing' || code === 'KeyMissing';
}

/** The kubelet has not read a Secret or ConfigMap yet, of which it does not say that it is not there: a slow API server. It tries again. */
const UNREAD = /failed to sync (?:configmap|secret) cache: timed out/i;

/** Explains why a container could not be created. Undefined when the reason is another. Pure. */
export function explainConfig(reason: string, message: string): ConfigFault | undefined {
  if (
    ![
      'CreateContainerConfigError',
      'CreateContainerError',
      'RunContainerError',
      'PreCreateHookError',
      'PostStartHookError',
    ].includes(reason)
  ) {
    return undefined;
  }
  const reference = explainReference(message);
  if (reference) return reference;
  if (UNREAD.test(message)) return undefined;
  if (/runAsNonRoot|image will run as root|non-numeric user/i.test(message)) {
    return { code: 'PodSecurityRefused', message, hint: 'Give the container a numeric runAsUser other than 0.' };
  }
  const program = /exec: "([^"]+)": .*(?:no such file or directory|executable file not found)/.exec(message)?.[1];
  if (program) {
    return {
      code: 'ContainerStartFailed',
      message: `the image has no program ${program} (${reason})`,
      hint: 'Correct the command of the container, or the image.',
    };
  }
  return {
    code: 'ContainerStartFailed',
    message: message || reason,
    hint: hintOf('ContainerStartFailed'),
  };
}

function missing(code: CauseCode, kind: string, name: string): ConfigFault {
  return {
    code,
    message: `${kind} ${name} does not exist`,
    hint: `Create the ${kind} ${name} in the release's namespace, or correct the name.`,
  };
}
