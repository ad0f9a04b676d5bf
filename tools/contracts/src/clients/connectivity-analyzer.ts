/** Network policies and what they are about: namespaces and pods, each as far as policies look at them. */
export interface PolicyWorld {
  namespaces: { name: string; labels: Record<string, string> }[];
  pods: { name: string; namespace: string; labels: Record<string, string> }[];
  /** NetworkPolicy objects (networking.k8s.io/v1) as they are rendered. */
  policies: object[];
}

/** One end of a connection: a pod of the world, or a range of IPv4 addresses outside of it, both ends included. */
export type ConnectionEnd = { namespace: string; pod: string } | { first: string; last: string };

/** What one end may begin to say to another. */
export interface Connection {
  from: ConnectionEnd;
  to: ConnectionEnd;
  /** Ports by protocol, for example `TCP 5000`, ranges as `TCP 1-80`; `all` for any protocol and port. */
  ports: 'all' | string[];
}

/** Says who reaches whom. It changes nothing and asks no network. */
export interface ConnectivityAnalyzer {
  /** Name that findings use. */
  readonly name: string;
  /** Every connection that the policies let through. Throws `CheckerFailed` when the analyzer itself failed. */
  connections(world: PolicyWorld, signal?: AbortSignal): Promise<Connection[]>;
}
