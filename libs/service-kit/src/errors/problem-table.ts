/** One kind of failure as clients see it. */
export interface ProblemKind {
  status: number;
  /** The same for every occurrence. */
  title: string;
}

/**
 * Every failure a service here can answer with. Codes are permanent: never renamed, never used for
 * something else. README.md of this library lists them; a test keeps both in step.
 */
export const problems = {
  InvalidRequest: { status: 400, title: 'Invalid request' },
  InvalidEnvironment: { status: 400, title: 'Invalid environment' },
  InvalidLimit: { status: 400, title: 'Invalid limit' },
  InvalidCursor: { status: 400, title: 'Invalid cursor' },
  Unauthorized: { status: 401, title: 'Unauthorized' },
  Forbidden: { status: 403, title: 'Forbidden' },
  NotFound: { status: 404, title: 'Not found' },
  MethodNotAllowed: { status: 405, title: 'Method not allowed' },
  RequestTimeout: { status: 408, title: 'Request timeout' },
  PayloadTooLarge: { status: 413, title: 'Payload too large' },
  UnsupportedMediaType: { status: 415, title: 'Unsupported media type' },
  ExpectationFailed: { status: 417, title: 'Expectation failed' },
  UpgradeRequired: { status: 426, title: 'Upgrade required' },
  TooManyRequests: { status: 429, title: 'Too many requests' },
  HeadersTooLarge: { status: 431, title: 'Request header fields too large' },
  InternalError: { status: 500, title: 'Internal error' },
  StorageUnwritable: { status: 500, title: 'Storage unwritable' },
  UpstreamUnreachable: { status: 502, title: 'Upstream unreachable' },
  UpstreamFailed: { status: 502, title: 'Upstream failed' },
  UpstreamRefused: { status: 502, title: 'Upstream refused' },
  UpstreamInvalid: { status: 502, title: 'Upstream answer invalid' },
  IntegrationKeyMissing: { status: 503, title: 'Integration key missing' },
  UpstreamUnavailable: { status: 503, title: 'Upstream unavailable' },
  Overloaded: { status: 503, title: 'Overloaded' },
  PeerUnreachable: { status: 503, title: 'Peer unreachable' },
  UpstreamTimeout: { status: 504, title: 'Upstream timeout' },
  StorageFull: { status: 507, title: 'Storage full' },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;
