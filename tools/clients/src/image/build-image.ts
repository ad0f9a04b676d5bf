import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ImageRef } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { assembleImage } from './assemble-image.ts';
import type { BaseProvider } from './base/base-provider.ts';
import { toContentHash, toTag } from './content-hash.ts';
import type { EngineName, ImageEngine } from './engines/image-engine.ts';
import { isLayoutIntact, readLayout } from './layout/read-layout.ts';
import { toImageSize } from './layout/write-layout.ts';
import { assertBuildable } from './platform.ts';
import type { ContextSource } from './stage-context.ts';
import { readContext, writeContext } from './stage-context.ts';
import { withLock } from './with-lock.ts';

/** One service image. All paths are absolute. */
export interface BuildImageRequest {
  project: string;
  /** Repository without a registry host. */
  repository: string;
  dockerfile: string;
  /** Files of the context. */
  sources: readonly ContextSource[];
  /** Where the context is staged; replaced as a whole. */
  contextDir: string;
  buildArgs: Readonly<Record<string, string>>;
  /** For example `linux/amd64`. */
  platform: string;
  /** Folder of the OCI layout. */
  layoutDir: string;
  /** The ImageRef's file. */
  refFile: string;
  tempDir: string;
}

/** What the build needs from outside. */
export interface BuildImageTools {
  /** Absent for an image made from nothing. */
  base?: BaseProvider;
  /** Asked only when something has to be built. */
  engine: (signal?: AbortSignal) => Promise<ImageEngine>;
  onLine?: (line: string) => void;
}

export interface BuildImageResult {
  ref: ImageRef;
  /** False when the layout already held this content. */
  isBuilt: boolean;
}

const HASH_ANNOTATION = 'dev.slipway.content-hash';
const ENGINE_ANNOTATION = 'dev.slipway.engine';
/** The folder of a context that is always there and empty: Dockerfiles without a shell make folders of it. */
const EMPTY_FOLDER = 'empty';

/**
 * Builds one image, unless `layoutDir` already holds the image of the same inputs, and writes its
 * ImageRef. Throws `ImageInputMissing`, `ImagePlatformUnsupported`, `ImageEngineMissing`,
 * `ImageBuildFailed`.
 */
export async function buildImage(
  request: BuildImageRequest,
  tools: BuildImageTools,
  signal?: AbortSignal,
): Promise<BuildImageResult> {
  const dockerfile = await readDockerfile(request.dockerfile);
  const files = await readContext(request.sources);
  const { buildArgs, platform } = request;
  const identity = await tools.base?.identity(signal);
  const inputs = { files, dockerfile, buildArgs, platform };
  const contentHash = toContentHash({ ...inputs, ...(identity === undefined ? {} : { base: identity }) });
  const known = await readBuilt(request, contentHash);
  if (known) return { ref: await writeRef(request.refFile, known), isBuilt: false };

  assertBuildable(platform);
  await mkdir(dirname(request.layoutDir), { recursive: true });
  const build = async () => {
    const engine = await tools.engine(signal);
    const base = await tools.base?.get(engine, signal);
    await writeContext(request.contextDir, files, { [EMPTY_FOLDER]: 0o755 });
    await assembleImage(engine, {
      contextDir: request.contextDir,
      dockerfile: request.dockerfile,
      buildArgs,
      platform,
      ...(base ? { base } : {}),
      layoutDir: request.layoutDir,
      name: `${request.repository}:${toTag(contentHash)}`,
      annotations: { [HASH_ANNOTATION]: contentHash, [ENGINE_ANNOTATION]: engine.name },
      tempDir: request.tempDir,
      ...(tools.onLine ? { onLine: tools.onLine } : {}),
      ...(signal ? { signal } : {}),
    });
  };
  await withLock(`${request.layoutDir}.lock`, build, signal);
  const built = await readBuilt(request, contentHash);
  if (!built) {
    throw new SlipwayError({
      code: 'ImageLayoutBroken',
      message: `build image of ${request.project}: ${request.layoutDir} does not hold what was written.`,
      hint: 'Look for another program that writes there, or a full disk, and run the docker target again.',
    });
  }
  return { ref: await writeRef(request.refFile, built), isBuilt: true };
}

/** The image in `layoutDir` when it is whole and was made from the same inputs. */
async function readBuilt(request: BuildImageRequest, contentHash: string): Promise<ImageRef | undefined> {
  try {
    const image = await readLayout(request.layoutDir);
    if (image.annotations[HASH_ANNOTATION] !== contentHash || !(await isLayoutIntact(image))) return undefined;
    return {
      schema: 'slipway.image/v1',
      project: request.project,
      repository: request.repository,
      tag: toTag(contentHash),
      digest: image.digest,
      contentHash,
      platform: request.platform,
      engine: (image.annotations[ENGINE_ANNOTATION] ?? 'buildah') as EngineName,
      size: toImageSize(image.manifest),
    };
  } catch (error) {
    if (error instanceof SlipwayError) return undefined; // Not there, or damaged: built anew.
    throw error;
  }
}

/** Writes an ImageRef, whole or not at all, unless the file says the same already. */
export async function writeRef(path: string, ref: ImageRef): Promise<ImageRef> {
  const text = `${JSON.stringify(ref, null, 2)}\n`;
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return ref;
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, path);
  return ref;
}

async function readDockerfile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new SlipwayError({
      code: 'ImageInputMissing',
      message: `read Dockerfile ${path}: it is not there.`,
      hint: 'Put a Dockerfile beside the project, or set the option "dockerfile".',
      cause,
    });
  }
}
