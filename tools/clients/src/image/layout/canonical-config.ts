import type { ContainerConfig, ImageConfig } from './oci.ts';

/** Labels that engines add by themselves; they name the engine's version and would change the digest. */
const ENGINE_LABELS = ['io.buildah.version'];

/** The time every image says it was made: the start of Unix time, as there is no better one that stays the same. */
export const CREATED = '1970-01-01T00:00:00Z';

/**
 * The image config that any engine would have made: no history, no time, no engine's label, no empty
 * members, keys in one order. `diffIds` are those of the canonical layers.
 */
export function toCanonicalConfig(made: ImageConfig, diffIds: readonly string[]): ImageConfig {
  const variant = toVariant(made);
  return {
    created: CREATED,
    architecture: made.architecture,
    os: made.os,
    ...(variant ? { variant } : {}),
    config: toContainerConfig(made.config),
    rootfs: { type: 'layers', diff_ids: [...diffIds] },
  };
}

function toContainerConfig(made: ContainerConfig): ContainerConfig {
  const labels = Object.fromEntries(
    Object.entries(made.Labels ?? {})
      .filter(([key]) => !ENGINE_LABELS.includes(key))
      .sort(byKey),
  );
  return {
    ...(made.User ? { User: made.User } : {}),
    ...(hasKeys(made.ExposedPorts) ? { ExposedPorts: toSortedSet(made.ExposedPorts) } : {}),
    ...(made.Env?.length ? { Env: [...made.Env] } : {}),
    ...(made.Entrypoint?.length ? { Entrypoint: [...made.Entrypoint] } : {}),
    ...(made.Cmd?.length ? { Cmd: [...made.Cmd] } : {}),
    ...(hasKeys(made.Volumes) ? { Volumes: toSortedSet(made.Volumes) } : {}),
    // Engines spell the default in two ways.
    ...(made.WorkingDir && made.WorkingDir !== '/' ? { WorkingDir: made.WorkingDir } : {}),
    ...(hasKeys(labels) ? { Labels: labels } : {}),
    ...(made.StopSignal ? { StopSignal: made.StopSignal } : {}),
  };
}

/** The variant where it says more than the architecture does: v8 is every arm64. */
function toVariant({ architecture, variant }: ImageConfig): string | undefined {
  return architecture === 'amd64' || (architecture === 'arm64' && variant === 'v8') ? undefined : variant;
}

function toSortedSet(set: Record<string, object>): Record<string, object> {
  return Object.fromEntries(
    Object.keys(set)
      .sort()
      .map((key) => [key, {}]),
  );
}

function hasKeys(value: object | undefined): value is Record<string, object> {
  return value !== undefined && Object.keys(value).length > 0;
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
