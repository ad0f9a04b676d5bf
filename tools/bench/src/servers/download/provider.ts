/**
 * `provider.ts BYTES` answers every request with BYTES of NDJSON, as fast as they are taken. Prints `{"port": …}`, and
 * for each answer that was taken in full `{"bytes": …, "sha256": …}`.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toBlocks } from './entries.ts';

const bytes = Number(process.argv[2]);

async function answer(response: ServerResponse): Promise<void> {
  const hash = createHash('sha256');
  let sent = 0;
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  for (const block of toBlocks(bytes)) {
    hash.update(block);
    sent += block.length;
    if (!response.write(block)) await once(response, 'drain');
  }
  response.end();
  await once(response, 'finish');
  print({ bytes: sent, sha256: hash.digest('hex') });
}

function print(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

const server = createServer((_request, response) => void answer(response));
server.listen(0, '127.0.0.1', () => print({ port: (server.address() as AddressInfo).port }));
