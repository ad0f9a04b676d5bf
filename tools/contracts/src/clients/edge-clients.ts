/** The file system, as far as the engine needs it. Paths are absolute. */
export interface FilesClient {
  /** Undefined when there is no such file. */
  readText(path: string): Promise<string | undefined>;
  /** Whole or not at all (written aside, then renamed); makes the folders. `mode` default 0o644. */
  writeText(path: string, text: string, options?: { mode?: number }): Promise<void>;
  /** Names in a folder, sorted; empty when there is none. */
  list(dir: string): Promise<string[]>;
  exists(path: string): Promise<boolean>;
  /** All files below a folder with their content as hex sha256, sorted by path; links are followed. */
  hashTree(dir: string): Promise<{ path: string; sha256: string }[]>;
  /** Copies a folder with all in it. */
  copyTree(from: string, to: string): Promise<void>;
  /** Atomic; false when `to` exists already (it is left as it is, `from` is removed). */
  moveDir(from: string, to: string): Promise<boolean>;
  remove(path: string): Promise<void>;
  /** A new empty folder beside `path`, on the same file system. */
  makeTempDir(path: string): Promise<string>;
}

/** Time. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Where the workspace stands. */
export interface GitClient {
  /**
   * Commit with `+dirty` when there are uncommitted changes in other files than `ignored` (relative to the workspace root);
   * undefined outside git.
   */
  commit(ignored?: readonly string[]): Promise<string | undefined>;
  /** Name and address of whoever runs this, as git, CI or the operating system says. */
  author(): Promise<string>;
  /** The branch that is checked out; where none is, what CI says. Undefined when nothing says. */
  branch(): Promise<string | undefined>;
}

/** This process and machine, for leases. */
export interface HostClient {
  hostname: string;
  /** Login name of whoever runs this. */
  user: string;
  /** `<hostname>/<boot id>/<pid>/<start time of the process>/<random>`. */
  identity: string;
  /** What this process is part of: all tasks of one nx command are one run; else the process alone, as `identity`. */
  run: string;
  /** Whether the process behind an identity is known to be gone; false when it cannot be known. */
  isGone(identity: string): Promise<boolean>;
}
