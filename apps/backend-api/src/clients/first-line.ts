import type { Readable } from 'node:stream';
import { UpstreamError } from './upstream-error.ts';

/** A first line longer than this is no log entry. */
export const MAX_FIRST_LINE_BYTES = 1_048_576;

const LINE_FEED = 0x0a;

/** Options of `checkFirstLine`. */
export interface FirstLineOptions {
  /** Whether one line without a line break is no NDJSON but a document. Default false. */
  mustEnd?: boolean;
  /** Whether a body without a line is one that broke off. Default false. */
  mustHold?: boolean;
}

/**
 * Waits for the first line of a body, checks that it is a JSON object, and puts everything back. An error
 * page with status 200 is thus found before the client was told that all is well. Throws `UpstreamError`:
 * `invalid` for other lines and for one without end, `unreachable` for a body that breaks off within it.
 */
export async function checkFirstLine(body: Readable, options: FirstLineOptions = {}): Promise<void> {
  const { mustEnd = false, mustHold = false } = options;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    const chunk = await readChunk(body);
    if (chunk === undefined) break;
    chunks.push(chunk);
    bytes += chunk.length;
    if (chunk.includes(LINE_FEED)) break;
    if (bytes > MAX_FIRST_LINE_BYTES) throw new UpstreamError('invalid', 'the first line has no end');
    if (chunks.length === 1 && !mayBeginObject(chunk)) break;
  }
  if (bytes === 0 && mustHold) throw toBreakOff(undefined);
  if (bytes === 0) return;
  const head = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, bytes);
  const end = head.indexOf(LINE_FEED);
  const line = head.toString('utf8', 0, end < 0 ? head.length : end).trim();
  const isWrong = line !== '' && (!isJsonObject(line) || (mustEnd && end < 0));
  if (isWrong) throw new UpstreamError('invalid', 'the answer is not NDJSON');
  body.unshift(head);
}

/** What begins otherwise need not be waited for to its end. */
function mayBeginObject(chunk: Buffer): boolean {
  return /^\s*(\{|$)/.test(chunk.toString('latin1', 0, 64));
}

function readChunk(body: Readable): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      body.off('readable', onReadable).off('end', onEnd).off('error', onError).off('close', onClose);
      act();
    };
    const onReadable = () => {
      const chunk = body.read() as Buffer | null;
      if (chunk !== null) settle(() => resolve(chunk));
    };
    const onEnd = () => settle(() => resolve(undefined));
    const onError = (error: NodeJS.ErrnoException) => settle(() => reject(toBreakOff(error)));
    const onClose = () => settle(() => reject(toBreakOff(undefined)));
    body.on('readable', onReadable).on('end', onEnd).on('error', onError).on('close', onClose);
    onReadable();
  });
}

/** A body whose framing is broken is not a connection that broke off. */
function toBreakOff(error: NodeJS.ErrnoException | undefined): UpstreamError {
  if (error?.code?.startsWith('HPE_')) return new UpstreamError('invalid', `the body is not HTTP (${error.code})`);
  return new UpstreamError('unreachable', 'the answer broke off before its first line was here');
}

/** Whether a text is a JSON object, and nothing else. */
export function isJsonObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
