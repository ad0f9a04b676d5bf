/** What the body of an answer must be. */
export type BodyRule =
  /** It holds this text. */
  | { contains: string }
  /** It is JSON, and the value under a JSON Pointer (RFC 6901) equals another. */
  | { json: string; equals: unknown }
  /** Each of its lines is a JSON object; none at all is well too. */
  | { ndjson: true };

/** A header as it is, or read at each run from a file that may change meanwhile. */
export type HeaderValue = string | { file: string; prefix?: string };

/** One address that is checked. */
export interface Target {
  name: string;
  url: string;
  method: 'GET' | 'HEAD';
  /** The status that the answer must have. */
  status: number;
  /** Time limit of one attempt in milliseconds, from connecting to the end of the body. */
  timeoutMs: number;
  /** Further attempts after a failed one. */
  retries: number;
  body?: BodyRule;
  headers: Readonly<Record<string, HeaderValue>>;
}
