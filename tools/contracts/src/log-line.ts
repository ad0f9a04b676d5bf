/** One line of `slipway logs --json`. What looks secret is marked. */
export interface LogLine {
  /** When the container wrote it, RFC 3339 with nine digits behind the second, UTC. */
  time: string;
  release: string;
  pod: string;
  container: string;
  /** The text; absent where it is a JSON object. */
  line?: string;
  /** The JSON object that the line is. */
  fields?: Record<string, unknown>;
}
