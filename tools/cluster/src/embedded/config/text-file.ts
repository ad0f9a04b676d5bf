/** A file to be written as it is. */
export interface TextFile {
  /** Absolute path. */
  path: string;
  content: string;
  /** Permission bits. Default 0o600. */
  mode?: number;
}
