/**
 * `client.ts URL BYTES-PER-SECOND` takes an answer as fast as it comes (0) or at most so fast, and prints
 * `{"status": …, "bytes": …, "sha256": …, "ms": …}`.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const [url = '', perSecond] = process.argv.slice(2);
const bytesPerMs = Number(perSecond) / 1000;

const started = performance.now();
const [response] = (await once(get(url, { agent: false }), 'response')) as [IncomingMessage];
const hash = createHash('sha256');
let bytes = 0;
for await (const chunk of response as AsyncIterable<Buffer>) {
  hash.update(chunk);
  bytes += chunk.length;
  const aheadMs = bytesPerMs > 0 ? bytes / bytesPerMs - (performance.now() - started) : 0;
  if (aheadMs > 1) await sleep(aheadMs);
}
const ms = performance.now() - started;
const result = { status: response.statusCode, bytes, sha256: hash.digest('hex'), ms };
process.stdout.write(`${JSON.stringify(result)}\n`);
