import type { Cause, DeployEvent } from '@slipway/contracts';
import type { OutputStream } from '../io.ts';
import { formatDuration } from './format-duration.ts';

/**
 * Tells a deploy as it goes, one line for each step that is worth one. Nothing is said of releases that
 * are unchanged; the result says that.
 */
export function createEventPrinter(stream: OutputStream, now: () => number = () => performance.now()) {
  const startedAt = new Map<string, number>();
  const said = new Map<string, string>();
  const idle = new Set<string>();
  const line = (text: string) => void stream.write(`${text}\n`);
  return function onEvent(event: DeployEvent): void {
    switch (event.type) {
      case 'plan':
        for (const { name, action } of event.plan.releases) if (action === 'none') idle.add(name);
        return;
      case 'done':
        return;
      case 'operation': {
        const detail = event.detail ? `: ${event.detail}` : '';
        if (event.state === 'started') {
          startedAt.set(event.id, now());
          return line(`  … ${event.release}: ${event.kind}${detail}`);
        }
        if (event.state === 'skipped' && idle.has(event.release)) return;
        if (event.state === 'skipped') return line(`  - ${event.release}: ${event.kind} skipped${detail}`);
        const since = startedAt.get(event.id);
        const took = since === undefined ? '' : ` (${formatDuration(now() - since)})`;
        if (event.state === 'done') return line(`  ✓ ${event.release}: ${event.kind}${took}${detail}`);
        return line(`  ✗ ${event.release}: ${event.kind}${took}${event.cause ? `: ${event.cause.message}` : detail}`);
      }
      case 'object-status': {
        const text = `${event.status}: ${event.message}`;
        const key = `${event.release}/${event.object}`;
        if (said.get(key) === text) return;
        said.set(key, text);
        return line(`    ${event.release} ${event.object} ${text}`);
      }
      case 'log-line':
        return line(`    ${event.release} ${event.object} ${event.container} | ${event.line}`);
      case 'kube-event':
        return line(`    ${event.release} ${event.object} ${event.reason}: ${event.message}`);
      default:
        return unreachable(event);
    }
  };
}

/** A cause as indented lines: what, where, last log lines, what to do. Pure. */
export function toCauseLines(cause: Cause): string[] {
  const where = cause.container ? `${cause.object} (container ${cause.container})` : cause.object;
  return [
    `  ${cause.code} at ${where}: ${cause.message}`,
    ...cause.logs.map((log) => `    | ${log}`),
    `  ${cause.hint}`,
  ];
}

function unreachable(event: never): never {
  throw new Error(`unknown event ${JSON.stringify(event)}`);
}
