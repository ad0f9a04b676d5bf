import type { Readable } from 'node:stream';
import type { StoredEntry } from '@slipway/entry-store';
import { isEntryName } from '@slipway/entry-store';

const MAX_LINE_LENGTH = 1_048_576;

/**
 * Reads the entries in a peer's answer. Fails when the peer stays silent for `timeoutMs`, breaks off, or
 * sends what is no entry. Only the peer is timed: whoever reads may be busy with earlier entries of others, or
 * wait for a slow client, for as long as it likes.
 */
export async function* readPeerEntries(body: Readable, timeoutMs: number): AsyncGenerator<StoredEntry> {
  let rest = '';
  body.setEncoding('utf8');
  const listen = () =>
    setTimeout(() => body.destroy(new Error(`the peer sent nothing for ${timeoutMs} ms`)), timeoutMs);
  let silence = listen();
  try {
    for await (const chunk of body as AsyncIterable<string>) {
      clearTimeout(silence);
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE_LENGTH) throw new Error('the peer sent a line without end');
      for (const line of lines) yield toEntry(line);
      silence = listen();
    }
  } finally {
    clearTimeout(silence);
  }
  if (rest !== '') throw new Error('the peer broke off within a line');
}

function toEntry(json: string): StoredEntry {
  const name = /^\{"file":"([^"\\]+)"/.exec(json)?.[1];
  if (name === undefined || !isEntryName(name)) throw new Error('the peer sent something else than an entry');
  return { name, json };
}
