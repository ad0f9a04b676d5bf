import type { HelmLintMessage } from '@slipway/contracts';

const HEAD = /^\[(INFO|WARNING|ERROR)\] (.*)$/;
/** `templates/x.yaml: message`; a message of its own may hold a colon, a path holds no space. */
const PATH = /^([^\s:]+\/?[^\s:]*): (.*)$/s;

/** The messages that `helm lint` printed, in its order; lines without a head belong to the message above. Pure. */
export function parseHelmLint(output: string): HelmLintMessage[] {
  const messages: HelmLintMessage[] = [];
  for (const line of output.split('\n')) {
    const head = HEAD.exec(line);
    const last = messages.at(-1);
    if (head) messages.push(toMessage(head[1] as string, head[2] as string));
    else if (/^(==> Linting|\d+ chart\(s\) linted|Error: \d+ chart\(s\))/.test(line)) continue;
    else if (last && line.trim() !== '') last.message += `\n${line}`;
  }
  return messages.map((message) => ({ ...message, message: message.message.replaceAll(/^- /gm, '').trim() }));
}

function toMessage(severity: string, text: string): HelmLintMessage {
  const [, path, message] = PATH.exec(text) ?? [];
  return {
    severity: severity.toLowerCase() as HelmLintMessage['severity'],
    ...(path && message !== undefined ? { path, message } : { message: text }),
  };
}
