import type { ReadRange, LogSource } from '../log-source.ts';

/** What is sent with each call to a peer. */
export interface PeerCall extends ReadRange {
  /** The client's own Authorization header: a peer lets in whom we let in. */
  authorization: string;
  headers: Readonly<Record<string, string>>;
  signal: AbortSignal;
}

/** The other replicas of this service. */
export interface PeerClient {
  /** Opens every other replica's own entries. Throws 503 `PeerUnreachable` when one cannot be had. */
  open(call: PeerCall): Promise<LogSource[]>;
}
