import type { IncomingMessage } from 'node:http';

/**
 * Every value of one query parameter, in order; empty when it is not there. A bracketed spelling
 * (`env[]=x`, `env[0]=x`) counts as a value that no route takes: passed over, it would turn a request
 * for something named into one for the default.
 */
export function queryValues(req: IncomingMessage, name: string): string[] {
  const url = req.url ?? '';
  const start = url.indexOf('?');
  if (start < 0) return [];
  const values: string[] = [];
  for (const [key, value] of new URLSearchParams(url.slice(start + 1))) {
    if (key === name) values.push(value);
    else if (key.startsWith(`${name}[`)) values.push(`${key}=${value}`);
  }
  return values;
}
