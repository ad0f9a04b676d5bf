import type http from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import type { LogStreamOptions } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';

/** Longer lines are cut: a program that never ends its line must not fill the memory. */
const MAX_LINE_LENGTH = 262_144;

/** Path and query of a container's log, with the kubelet's times. Pure. */
export function logPath({ namespace, pod, container, ...options }: LogStreamOptions): string {
  const query = new URLSearchParams({
    container,
    timestamps: 'true',
    ...(options.follow ? { follow: 'true' } : {}),
    ...(options.previous ? { previous: 'true' } : {}),
    ...(options.tailLines === undefined ? {} : { tailLines: String(options.tailLines) }),
    ...(options.sinceSeconds === undefined ? {} : { sinceSeconds: String(options.sinceSeconds) }),
    ...(options.sinceTime === undefined ? {} : { sinceTime: options.sinceTime }),
  });
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log?${query}`;
}

/**
 * Lines of a log as they come, read no faster than they are taken. Throws `ContainerWaiting` and `LogInterrupted`; a pod
 * or a run that does not exist has no lines.
 */
export async function* readLogLines(
  options: LogStreamOptions,
  open: (path: string) => Promise<http.IncomingMessage>,
): AsyncGenerator<string> {
  const { pod, container, signal } = options;
  const what = `read the log of ${pod}/${container}`;
  try {
    const response = await open(logPath(options));
    if (response.statusCode === 404) return void response.resume();
    yield* splitLines(response);
  } catch (error) {
    if (signal?.aborted) return;
    const { message = '', details } = (error ?? {}) as { message?: string; details?: { statusCode?: number } };
    if (details?.statusCode === 400) {
      if (/previous terminated container/.test(message)) return;
      const code = /waiting to start|is not available|not yet/.test(message) ? 'ContainerWaiting' : 'LogUnavailable';
      throw new SlipwayError({ code, message: `${what}: ${message.replace(/^.*?: /, '')}`, details: { ...details } });
    }
    if (error instanceof SlipwayError) throw error;
    const said = message || String(error);
    throw new SlipwayError({
      code: 'LogInterrupted',
      message: `${what}: the connection broke (${said}).`,
      cause: error,
    });
  }
}

async function* splitLines(chunks: AsyncIterable<unknown>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    const lines = `${rest}${decoder.write(chunk as Buffer)}`.split('\n');
    rest = cut(lines.pop() ?? '');
    for (const line of lines) yield cut(line);
  }
  if (rest !== '') yield rest;
}

function cut(line: string): string {
  return line.length > MAX_LINE_LENGTH ? line.slice(0, MAX_LINE_LENGTH) : line;
}
