import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createStreamCollector } from './collect-while-streaming.ts';

/** Listeners of the request's own bookkeeping plus those of a pipeline; more would be a leak. */
const MAX_LISTENERS = 24;

/** One for all streams of the process; made at the first. */
let countStreamed: ((bytes: number) => void) | undefined;

/**
 * Streams a body into an answer, as fast as its client takes it. Cuts the connection when nothing moves
 * for `stallTimeoutMs`; rejects then, and when the body fails, so that the answer never looks whole.
 */
export async function streamTo(res: ServerResponse, body: Readable, { stallTimeoutMs }: { stallTimeoutMs: number }) {
  res.setMaxListeners(MAX_LISTENERS);
  res.setTimeout(stallTimeoutMs);
  const count = (countStreamed ??= createStreamCollector());
  body.on('data', (chunk: Buffer | string) => count(chunk.length));
  await pipeline(body, res);
}
