import type { Duplex } from 'node:stream';

/** Which log is read, and from where on. */
export interface LogStreamOptions {
  namespace: string;
  pod: string;
  container: string;
  /** The run before the present one. */
  previous?: boolean;
  /** Go on as lines come, until the container ends. */
  follow?: boolean;
  /** At most this many of the last lines. */
  tailLines?: number;
  /** Lines of the last so many seconds, by the clock of the node. */
  sinceSeconds?: number;
  /** Lines from this moment on, ISO 8601; the server looks at whole seconds only. */
  sinceTime?: string;
  signal?: AbortSignal | undefined;
}

/** One right: a verb on a resource. */
export interface AccessCheck {
  verb: string;
  /** API group; empty for the core. */
  group: string;
  /** With its subresource behind a slash, for example `pods/log`. */
  resource: string;
  /** Absent: the whole cluster. */
  namespace?: string;
}

/** What the API server says of itself. */
export interface ServerInfo {
  /** URL. */
  server: string;
  /** Kube context. */
  context: string;
  /** For example `v1.36.2`. */
  version: string;
  /** How far the server's clock is ahead of this machine's, in milliseconds, to half a second. Absent without a Date. */
  clockAheadMs?: number;
}

/** One port of one pod. */
export interface PodPort {
  namespace: string;
  pod: string;
  port: number;
}

/** A connection to a port of a pod: what is written goes there, what comes from there is read. */
export type PortStream = Duplex;
