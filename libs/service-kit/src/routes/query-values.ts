import type { IncomingMessage } from 'node:http';

/** Every value of one query parameter, in order; empty when it is not there. */
export function queryValues(req: IncomingMessage, name: string): string[] {
  const url = req.url ?? '';
  const start = url.indexOf('?');
  return start < 0 ? [] : new URLSearchParams(url.slice(start + 1)).getAll(name);
}
