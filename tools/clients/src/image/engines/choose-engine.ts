import { SlipwayError } from '@slipway/contracts';
import type { EngineName, ImageEngine } from './image-engine.ts';

/**
 * The first engine that can be used, in the order given; with `wanted`, that one or none. Throws
 * `ImageEngineMissing` with every engine's reason and fix.
 */
export async function chooseEngine(
  engines: readonly ImageEngine[],
  wanted?: EngineName,
  signal?: AbortSignal,
): Promise<ImageEngine> {
  const refused: string[] = [];
  const fixes: string[] = [];
  for (const engine of engines.filter(({ name }) => wanted === undefined || name === wanted)) {
    const check = await engine.check(signal);
    signal?.throwIfAborted();
    if (check.isUsable) return engine;
    refused.push(`${engine.name}: ${check.reason}`);
    fixes.push(`${engine.name}: ${check.fix}`);
  }
  throw new SlipwayError({
    code: 'ImageEngineMissing',
    message: `choose an image engine: ${refused.join('; ') || 'none is known'}.`,
    hint: fixes.join(' '),
    details: { wanted: wanted ?? 'auto', refused },
  });
}

/** The order in which engines are tried: without a daemon where this user may, else the daemon's first. */
export function toEngineOrder(isRootOnLinux: boolean): EngineName[] {
  return isRootOnLinux ? ['buildah', 'podman', 'docker'] : ['docker', 'podman', 'buildah'];
}
