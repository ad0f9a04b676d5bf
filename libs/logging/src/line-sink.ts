import { writeSync } from 'node:fs';

/** Where finished lines go. */
export interface LineSink {
  /** Takes one line that ends in a line break. Never throws. */
  write(line: string): void;
  /** Writes out what is buffered, synchronously. */
  flush(): void;
}

/** What a sink needs of a stream. */
export interface LineStream {
  write(text: string): unknown;
  on?(event: 'error', listener: (error: Error) => void): unknown;
}

/** Every line goes to the stream at once. A reader that went away must not end the service, so its errors are dropped. */
export function createStreamSink(stream: LineStream): LineSink {
  stream.on?.('error', () => undefined);
  return {
    write(line) {
      try {
        stream.write(line);
      } catch {
        // Nobody is left to tell.
      }
    },
    flush: () => undefined,
  };
}

/** Options of `createBufferedSink`. */
export interface BufferedSinkOptions {
  /** File descriptor. Default 1, standard output. */
  fd?: number;
  /** Lines are written together once they reach this many characters; 0 writes each at once. */
  bufferBytes: number;
  /** Longest time a line waits, in milliseconds. Default 500. */
  flushEveryMs?: number;
}

const DEFAULT_FLUSH_EVERY_MS = 500;

/** While the reader takes nothing, so much waits in memory; then the process waits with it. */
const MAX_WAITING = 4_194_304;

/** How often it is tried again to write to a reader that takes nothing. */
const RETRY_EVERY_MS = 10;

/** What is to be written when the process ends, by whatever way JavaScript still hears of. */
const unwritten = new Set<() => void>();

function flushOnExit(flush: () => void): void {
  if (unwritten.size === 0) {
    process.on('exit', () => {
      for (const each of unwritten) each();
    });
  }
  unwritten.add(flush);
}

/**
 * Writes lines to a file descriptor itself, each at once or together (a quarter less work per line). What
 * the reader has not taken is written when the process ends, be it by `process.exit` or by an error that
 * nobody caught: Node's own stream would drop it there. A signal without a listener (SIGKILL always)
 * loses what waits in the buffer. A slow reader never holds up the process before 4 Mi characters wait.
 */
export function createBufferedSink(options: BufferedSinkOptions): LineSink {
  const { fd = 1, bufferBytes, flushEveryMs = DEFAULT_FLUSH_EVERY_MS } = options;
  // Makes a pipe on standard output answer "try again" instead of holding up the process.
  if (fd === 1) void process.stdout;
  let waiting = '';
  let timer: NodeJS.Timeout | undefined;
  let isBlocked = false;

  function tryToWrite(): void {
    clearTimeout(timer);
    timer = undefined;
    ({ rest: waiting, isBlocked } = writeSome(fd, waiting));
    if (isBlocked) timer = setTimeout(tryToWrite, RETRY_EVERY_MS).unref();
  }
  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    isBlocked = false;
    const text = waiting;
    waiting = '';
    writeAll(fd, text);
  }
  flushOnExit(flush);
  return {
    write(line) {
      waiting += line;
      if (waiting.length >= MAX_WAITING) return flush();
      if (isBlocked) return; // To try with each line would encode all that waits each time.
      if (waiting.length >= bufferBytes) tryToWrite();
      else timer ??= setTimeout(tryToWrite, flushEveryMs).unref();
    },
    flush,
  };
}

/** Writes what goes in at once. What cannot be written, because nobody reads any more, is dropped. */
function writeSome(fd: number, text: string): { rest: string; isBlocked: boolean } {
  try {
    const bytes = writeSync(fd, text);
    if (bytes === Buffer.byteLength(text)) return { rest: '', isBlocked: false };
    return { rest: restOf(fd, text, bytes), isBlocked: true };
  } catch (error) {
    return isFull(error) ? { rest: text, isBlocked: true } : { rest: '', isBlocked: false };
  }
}

/** The text after so many bytes; of a character of which a part is out the remaining bytes go out first. */
function restOf(fd: number, text: string, bytes: number): string {
  const rest = Buffer.from(text).subarray(bytes);
  let begun = 0;
  while (((rest[begun] as number) & 0xc0) === 0x80) begun += 1;
  if (begun > 0) writeAll(fd, rest.subarray(0, begun));
  return rest.subarray(begun).toString();
}

/** How long the process waits for a reader that takes nothing: `FULL_PIPE_TRIES` times so long, 2 s. */
const FULL_PIPE_WAIT_MS = 5;
const FULL_PIPE_TRIES = 400;

/** Writes all of it even into a pipe whose reader is slow; gives up after two seconds without progress, or when nobody reads. */
function writeAll(fd: number, text: string | Buffer): void {
  let rest = Buffer.from(text);
  for (let tries = 0; rest.length > 0 && tries < FULL_PIPE_TRIES;) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
      tries = 0;
    } catch (error) {
      if (!isFull(error)) return;
      tries += 1;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PIPE_WAIT_MS);
    }
  }
}

function isFull(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EAGAIN';
}
