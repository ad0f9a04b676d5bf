import type { Readable } from 'node:stream';

/** A started answer of the log provider: NDJSON, its first line seen to be right. */
export interface ExternalLogs {
  body: Readable;
  /** Bytes in all, where the provider said so. */
  length: number | undefined;
}

/** Options of one download. */
export interface DownloadOptions {
  /** Goes into the Authorization header and nowhere else. */
  key: string;
  /** Headers to hand on, for example the request id. */
  headers: Readonly<Record<string, string>>;
  /** Ends everything, for example when the client went away. */
  signal: AbortSignal;
}

/** The external log provider. */
export interface ExternalLogsClient {
  /**
   * Opens a download and hands it to `use`; the place among the concurrent downloads is held until that
   * is done. Throws `ServiceError`: UpstreamUnreachable, UpstreamFailed, UpstreamRefused, UpstreamInvalid,
   * UpstreamUnavailable, UpstreamTimeout; and an `UpstreamError` of the fault `cancelled` once `signal` aborted.
   */
  download(options: DownloadOptions, use: (logs: ExternalLogs) => Promise<void>): Promise<void>;
}
