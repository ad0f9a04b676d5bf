import { copyFile, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BaseImage } from './base/base-image.ts';
import type { EngineBuild, ImageEngine } from './engines/image-engine.ts';
import { toCanonicalConfig } from './layout/canonical-config.ts';
import { toCanonicalLayers } from './layout/canonical-layer.ts';
import { toDigest } from './layout/digest.ts';
import { readEngineArchive } from './layout/engine-archive.ts';
import type { LayoutImage } from './layout/read-layout.ts';
import { writeEngineArchive } from './layout/write-engine-archive.ts';
import { writeLayout } from './layout/write-layout.ts';

/** One build, from a staged context to an OCI layout. */
export interface Assembly extends Pick<EngineBuild, 'contextDir' | 'dockerfile' | 'buildArgs' | 'platform'> {
  base?: BaseImage;
  layoutDir: string;
  /** Name of the image in the layout. */
  name: string;
  /** Written into the layout's index, beside the image: not part of its digest. */
  annotations: Readonly<Record<string, string>>;
  /** Folder for temporary files, on a disk with room for the whole image. */
  tempDir: string;
  onLine?: (line: string) => void;
  signal?: AbortSignal;
}

/**
 * Lets `engine` build and writes what came out as an OCI layout in canonical form, so that equal inputs
 * give an equal digest whichever engine, user, folder and time they were built with.
 */
export async function assembleImage(engine: ImageEngine, assembly: Assembly): Promise<LayoutImage> {
  const { base } = assembly;
  await mkdir(assembly.tempDir, { recursive: true });
  await removeLeftovers(assembly.tempDir);
  const workDir = await mkdtemp(join(assembly.tempDir, 'build-'));
  try {
    const outFile = join(workDir, 'image.tar');
    // A copy, so that no ignore file beside the Dockerfile takes part.
    const dockerfile = join(workDir, 'Dockerfile');
    await copyFile(assembly.dockerfile, dockerfile);
    await engine.build({
      contextDir: assembly.contextDir,
      dockerfile,
      title: assembly.dockerfile,
      buildArgs: assembly.buildArgs,
      platform: assembly.platform,
      outFile,
      ...(base
        ? { base: { name: base.name, writeArchive: (path) => writeEngineArchive(path, base.image, base.name) } }
        : {}),
      ...(assembly.onLine ? { onLine: assembly.onLine } : {}),
      ...(assembly.signal ? { signal: assembly.signal } : {}),
    });
    const baseDiffIds = base?.image.config.rootfs.diff_ids ?? [];
    const made = await readEngineArchive(outFile, baseDiffIds);
    const layers = await toCanonicalLayers(made.layers, base?.folders ?? new Map());
    return await writeLayout(assembly.layoutDir, {
      ...(base ? { base: base.image } : {}),
      layers,
      config: toCanonicalConfig(made.config, [...baseDiffIds, ...layers.map(toDigest)]),
      name: assembly.name,
      annotations: assembly.annotations,
    });
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

/** Builds that were killed leave their folder behind; none takes this long. */
const LEFTOVER_MS = 6 * 60 * 60 * 1000;

async function removeLeftovers(tempDir: string): Promise<void> {
  for (const name of await readdir(tempDir)) {
    const path = join(tempDir, name);
    const found = await stat(path).catch(() => undefined);
    if (found && found.mtimeMs < Date.now() - LEFTOVER_MS) await rm(path, { recursive: true, force: true });
  }
}
