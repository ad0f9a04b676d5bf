/** One output of a command; a terminal's stream fits. */
export interface OutputStream {
  /** False: it takes no more for now, and says `drain` when it does again. */
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
  rows?: number | undefined;
  /** Absent where nothing can go wrong. */
  once?: ((event: 'drain' | 'error' | 'close', listener: () => void) => unknown) | undefined;
  off?: ((event: 'drain' | 'error' | 'close', listener: () => void) => unknown) | undefined;
}

/** Where a command writes: results to `stdout`, progress and errors to `stderr`. */
export interface Streams {
  stdout: OutputStream;
  stderr: OutputStream;
}

/** A stream that differs from another by how it is written to alone. */
export function withWrite(stream: OutputStream, write: OutputStream['write']): OutputStream {
  return new Proxy(stream, {
    get(target, key) {
      if (key === 'write') return write;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Aborts when the reader of a stream has left, as `head` does. */
export function readerGone(stream: OutputStream): AbortSignal {
  const leaving = new AbortController();
  for (const event of ['error', 'close'] as const) stream.once?.(event, () => leaving.abort());
  return leaving.signal;
}

/** Writes, and resolves when the stream takes more; at once when `signal` aborts. */
export async function writeOn(stream: OutputStream, text: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted || stream.write(text) !== false || !stream.once) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      stream.off?.('drain', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    stream.once?.('drain', done);
    signal.addEventListener('abort', done, { once: true });
  });
}
