import type { HttpAnswer } from './http-client.ts';
import type { KubeKind, KubeObject } from '../kube-object.ts';
import type { AccessCheck, LogStreamOptions, PodPort, PortStream, ServerInfo } from './kube-streams.ts';

/** What to list or watch. */
export interface ListOptions {
  /** All namespaces when absent. */
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  /** Ask for metadata alone: no `data`, `spec` or `status` leaves the server. */
  metadataOnly?: boolean;
  signal?: AbortSignal;
}

export interface KubeList {
  items: KubeObject[];
  resourceVersion: string;
  /** When the server answered, by its own clock to the second, in milliseconds since the epoch. */
  serverTime?: number;
}

/**
 * `RESYNC` means that the watch has lost its place: list again. `RESUMED` that the server was away for a while and
 * answers again: others could not tell it anything either.
 */
export type WatchEvent =
  { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: KubeObject } | { type: 'RESYNC' } | { type: 'RESUMED' };

export interface DryRunOptions {
  /** Who would own the fields. */
  fieldManager: string;
  signal?: AbortSignal;
}

/** An object that the server gives a name to. */
export interface UnnamedObject {
  apiVersion: string;
  kind: string;
  metadata: { namespace?: string; generateName: string; [field: string]: unknown };
  [field: string]: unknown;
}

/** The Kubernetes API, as far as the engine needs it. Throws `SlipwayError` with stable codes. */
export interface KubeClient {
  /** Undefined when it does not exist. */
  get(kind: KubeKind, name: string, namespace?: string): Promise<KubeObject | undefined>;
  list(kind: KubeKind, options?: ListOptions): Promise<KubeList>;
  /** Changes after `resourceVersion`, until `signal` aborts (then it just ends). Reconnects by itself. */
  watch(
    kind: KubeKind,
    options: ListOptions & { resourceVersion: string; signal: AbortSignal },
  ): AsyncIterable<WatchEvent>;
  /** Throws `AlreadyExists`. */
  create(kind: KubeKind, object: KubeObject): Promise<KubeObject>;
  /** Throws `Conflict` when `metadata.resourceVersion` is no longer the newest. */
  replace(kind: KubeKind, object: KubeObject): Promise<KubeObject>;
  /** JSON merge patch. Undefined when it does not exist. */
  patch(kind: KubeKind, name: string, namespace: string, patch: object): Promise<KubeObject | undefined>;
  /** What it owns goes with it. False when it does not exist, or is another object than `uid` or another version than `resourceVersion` names. */
  delete(
    kind: KubeKind,
    name: string,
    namespace?: string,
    options?: { gracePeriodSeconds?: number; uid?: string; resourceVersion?: string },
  ): Promise<boolean>;
  /**
   * The kinds of one group and version (`apps/v1`) that the server serves; empty when it does not know it.
   */
  resources(apiVersion: string, options?: { signal?: AbortSignal }): Promise<KubeKind[]>;
  /**
   * What server-side apply would make of an object, with the fields of others taken over by force; nothing is
   * written. Throws what the server refuses. Undefined when its namespace does not exist.
   */
  dryRunApply(kind: KubeKind, object: KubeObject, options: DryRunOptions): Promise<KubeObject | undefined>;
  /** What creating an object would give; `metadata.generateName` may stand for the name. The same otherwise. */
  dryRunCreate(
    kind: KubeKind,
    object: UnnamedObject,
    options?: { signal?: AbortSignal },
  ): Promise<KubeObject | undefined>;
  /**
   * Lines of one container, each with its time in front (`2026-01-02T03:04:05.678901234Z text`), oldest first. The server
   * is read no faster than the lines are taken. Ends with the log, and at once when there is no such pod or run. Throws
   * `ContainerWaiting` while the container was not started, `LogInterrupted` when the connection breaks.
   */
  streamLogs(options: LogStreamOptions): AsyncIterable<string>;
  /** Those of the rights that whoever asks does not have. One request per namespace where all are there. */
  missingRights(checks: readonly AccessCheck[], signal?: AbortSignal): Promise<AccessCheck[]>;
  serverInfo(signal?: AbortSignal): Promise<ServerInfo>;
  /** Connects to a port of a pod. Throws `PodNotFound`, `PortRefused`. */
  openPort(target: PodPort, signal?: AbortSignal): Promise<PortStream>;
  /** Last lines of one container, oldest first; empty when there are none. */
  logs(options: {
    namespace: string;
    pod: string;
    container: string;
    /** The run before the present one. */
    previous: boolean;
    tailLines: number;
  }): Promise<string[]>;
  /**
   * A GET through the API server's service proxy. Answers of the service come back whatever their status;
   * throws `ServiceUnreachable` when the API server finds no service, port or Ready pod behind it, `Forbidden`.
   */
  throughService(options: ServiceRequest): Promise<HttpAnswer>;
}

/** Which service is asked for what. */
export interface ServiceRequest {
  namespace: string;
  service: string;
  /** Name or number of the service's port. */
  port: string;
  /** With query. */
  path: string;
  timeoutMs: number;
  /** Most bytes of the body that are read. */
  maxBytes: number;
  signal?: AbortSignal | undefined;
}
