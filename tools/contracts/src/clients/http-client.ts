/** One GET request. */
export interface HttpRequest {
  /** Absolute, http or https. */
  url: string;
  /** `{env: NAME}` is looked up by the client, so that the value is known nowhere else. */
  headers?: Record<string, string | { env: string }>;
  /** For the whole answer, redirects included, in milliseconds. */
  timeoutMs: number;
  /** Most bytes of the body that are read. */
  maxBytes: number;
  /** Authorities to trust, as PEM. Default: those of Node. */
  ca?: string | undefined;
  /** Which redirects are followed, five at most. */
  redirects: 'none' | 'same-host' | 'any';
  signal?: AbortSignal | undefined;
}

/** An answer, whatever its status. */
export interface HttpAnswer {
  status: number;
  /** Names in lower case; repeated ones joined with commas. */
  headers: Record<string, string>;
  /** Cut after `maxBytes`. */
  body: string;
  isCut: boolean;
  /** Milliseconds to the end of the answer. */
  durationMs: number;
}

/** HTTP, as far as the engine needs it. */
export interface HttpClient {
  /** Throws `HttpFailed` (no answer, not trusted, too slow), `HttpVariableMissing`. */
  get(request: HttpRequest): Promise<HttpAnswer>;
}
