/** What a program needs of its process. Node's own `process` is one; tests bring theirs. */
export interface ProcessHost {
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly pid: number;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  exitCode?: number | string | null | undefined;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- signals and errors come with arguments of their own
  on(event: string, listener: (...args: any[]) => void): unknown;
  /** Ends the process. Node's own never returns, which its callers must not rely on. */
  exit(code: number): void;
}
