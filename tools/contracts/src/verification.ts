/**
 * One HTTP check of a release: what must answer before a deploy counts as done. Exactly one of `url` and
 * `path` is given. Only GET is sent, and nothing that the check says is kept secret: use `send` with `env`.
 */
export interface VerificationCheck {
  /** For people, in events and causes. Default: `GET <url or path>`. */
  name?: string;
  /** Absolute http or https address. Names below `localhost` are taken as 127.0.0.1. */
  url?: string;
  /** Path, with query; `via` says through what. */
  path?: string;
  /**
   * `ingress`: at `<service>.<ingress.domain>` of the environment. `service`: through the API server, which
   * needs neither an ingress nor a route to the pods, but the right to get `services/proxy`. Default `ingress`.
   */
  via?: 'ingress' | 'service';
  /** Service, and first label of the ingress host. Default: the release's name. */
  service?: string;
  /** Name or number of the service's port, for `via: service`. Default `http`. */
  port?: string | number;
  /** Status codes that are good. Default 200. */
  status?: number | number[];
  /** What the body must be like: hold a text, or be JSON with a value at a pointer (RFC 6901). */
  body?: { contains?: string; pointer?: string; equals?: unknown };
  /** Headers that must be there, each with a text that its value must hold. */
  header?: Record<string, string>;
  /** Headers to send; `{env: NAME}` takes the value from the environment of whoever deploys. Not for `via: service`. */
  send?: Record<string, string | { env: string }>;
  /** Limit for one try, in milliseconds, 100 to 60 000. Default 5000. */
  timeoutMs?: number;
  /** How long to try again, in milliseconds, 0 to 300 000: an ingress may need a moment. Default 20 000. */
  keepTryingMs?: number;
  /** False: a failure is told and does not fail the release. Default true. */
  required?: boolean;
  /** PEM file of the authorities to trust, relative to the workspace root. Default: those of Node. */
  caFile?: string;
  /** Which redirects are followed, five at most. Default `none`. */
  redirects?: 'none' | 'same-host' | 'any';
}
