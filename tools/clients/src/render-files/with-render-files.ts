import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RenderedManifests } from '@slipway/contracts';

/** The renders as files, for programs that read no more than one of them from standard input. */
export interface RenderFiles {
  /** Absolute folder that holds them all and nothing else. */
  dir: string;
  /** Absolute path of each render's file in the order given, each in a folder of its own. */
  paths: string[];
  /** Name of the render that a path (absolute, or relative to `dir`) belongs to; undefined for other paths. */
  renderOf(path: string): string | undefined;
}

/** Writes the renders to a private temporary folder, does the work, and removes them again whatever happens. */
export async function withRenderFiles<T>(
  renders: readonly RenderedManifests[],
  work: (files: RenderFiles) => Promise<T>,
): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-lint-'));
  try {
    const paths = await Promise.all(
      renders.map(async ({ manifests }, index) => {
        const folder = join(dir, `render-${index}`);
        await mkdir(folder);
        const path = join(folder, FILE_NAME);
        await writeFile(path, manifests);
        return path;
      }),
    );
    return await work({ dir, paths, renderOf: (path) => renders[indexOf(path)]?.name });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const FILE_NAME = 'manifests.yaml';

function indexOf(path: string): number {
  return Number(/(?:^|\/)render-(\d+)\//.exec(path)?.[1] ?? -1);
}
