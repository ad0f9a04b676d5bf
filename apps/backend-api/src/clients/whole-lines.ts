import type { Readable } from 'node:stream';
import { pipeline, Transform } from 'node:stream';
import { isJsonObject, MAX_FIRST_LINE_BYTES } from './first-line.ts';
import { UpstreamError } from './upstream-error.ts';

const LINE_FEED = 0x0a;

/**
 * A body that ends with its connection, as it comes; fails at its end when that was reset or its last line is not a
 * whole one. Nothing else tells a cut body of this kind from a whole one: a cut between two lines, without a reset,
 * cannot be seen. What is given, when destroyed, takes the body along.
 */
export function toWholeLines(body: Readable, isReset: () => boolean): Readable {
  let lastLine: Buffer[] = [];
  let lastLineBytes = 0;

  function keep(part: Buffer): void {
    lastLineBytes += part.length;
    if (lastLineBytes <= MAX_FIRST_LINE_BYTES) lastLine.push(part);
    else lastLine = [];
  }

  function isWhole(): boolean {
    if (isReset() || lastLineBytes > MAX_FIRST_LINE_BYTES) return false;
    const text = Buffer.concat(lastLine).toString('utf8').trim();
    return text === '' || isJsonObject(text);
  }

  const lines = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const end = chunk.lastIndexOf(LINE_FEED);
      if (end >= 0) {
        lastLine = [];
        lastLineBytes = 0;
      }
      keep(chunk.subarray(end + 1));
      done(null, chunk);
    },
    flush(done) {
      done(isWhole() ? null : new UpstreamError('unreachable', 'the answer broke off'));
    },
  });
  pipeline(body, lines, () => undefined);
  return lines;
}
