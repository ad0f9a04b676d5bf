/** A container registry, as far as the engine needs it. */
export interface ImageClient {
  /** Whether the registry has `ref` (`host/repository@sha256:…`). Throws `RegistryUnreachable` or `RegistryDenied`. */
  exists(ref: string, signal?: AbortSignal): Promise<boolean>;
  /** Pushes an OCI layout folder to `ref`. */
  push(layoutDir: string, ref: string, signal?: AbortSignal): Promise<void>;
}
