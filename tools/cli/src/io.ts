/** One output of a command; a terminal's stream fits. */
export interface OutputStream {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** Where a command writes: results to `stdout`, progress and errors to `stderr`. */
export interface Streams {
  stdout: OutputStream;
  stderr: OutputStream;
}
