import type { Readable } from 'node:stream';
import { UpstreamError } from './upstream-error.ts';

/**
 * Waits for the first bytes of a body, checks that they begin a line of NDJSON, and puts them back.
 * An error page with status 200 is thus found before the client was told that all is well.
 */
export async function checkFirstBytes(body: Readable): Promise<void> {
  const chunk = await readFirstChunk(body);
  if (chunk === undefined) return;
  body.unshift(chunk);
  const end = chunk.indexOf('\n');
  const line = chunk.toString('utf8', 0, end < 0 ? chunk.length : end).trim();
  const isRight = end < 0 ? line === '' || line.startsWith('{') : line === '' || isJsonObject(line);
  if (!isRight) throw new UpstreamError('invalid', 'the answer is not NDJSON');
}

function readFirstChunk(body: Readable): Promise<Buffer | undefined> {
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
    const onError = (cause: unknown) =>
      settle(() => reject(new UpstreamError('unreachable', 'the answer broke off before its first bytes', { cause })));
    const onClose = () => onError(undefined);
    body.on('readable', onReadable).on('end', onEnd).on('error', onError).on('close', onClose);
    onReadable();
  });
}

function isJsonObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
