import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment, ImageRef, OnProgress } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { buildImage, writeRef } from '@slipway/clients/src/image/build-image.ts';
import { toHostPlatform } from '@slipway/clients/src/image/platform.ts';
import { cacheFolder } from '@slipway/toolchain';
import { createBase } from './create-base.ts';
import { readDockerfileBase, withBaseArgument } from './dockerfile-base.ts';
import { openEngine } from './open-engine.ts';
import { findLockedImage } from './locked-image.ts';
import { publishImage } from './publish-image.ts';
import { readTarget } from './read-target.ts';
import type { DockerRequest } from './to-request.ts';

export { toHostPlatform };

/** What a run is given besides the request. */
export interface DockerRun {
  env: NodeJS.ProcessEnv;
  /** Absolute folder for bases and engine storage. Default: `images` in the cache folder. */
  imagesDir?: string;
  signal: AbortSignal;
  /** One line for people. */
  print: (line: string) => void;
}

/**
 * Builds (or, where the environment is locked, looks up) one image, pushes it where that was asked for
 * or is possible, and leaves the ImageRef. Throws a SlipwayError with code and fix.
 */
export async function runDocker(request: DockerRequest, run: DockerRun): Promise<ImageRef> {
  const { project } = request;
  const environment = await readTarget(request, run.env);
  if (environment?.locked) return useLockedImage(request, environment, run);

  const cacheDir = run.imagesDir ?? join(cacheFolder(run.env), 'images');
  const onProgress = toPrinter(run.print);
  const use = { cacheDir, env: run.env, onProgress, signal: run.signal };
  const { dockerfile, base } = await stageBase(request);
  const { ref, isBuilt } = await buildImage(
    { ...request, dockerfile, tempDir: join(cacheDir, 'tmp') },
    {
      ...(base ? { base: await createBase({ ...request, base: base.reference }, use) } : {}),
      engine: (signal) => openEngine(request.engine, { ...use, signal }),
      ...(run.env['NX_VERBOSE_LOGGING'] === 'true' ? { onLine: run.print } : {}),
    },
    run.signal,
  );
  const megabytes = (ref.size / 1e6).toFixed(1);
  run.print(
    isBuilt
      ? `${project}: built ${ref.digest} with ${ref.engine} (${megabytes} MB compressed)`
      : `${project}: unchanged, ${ref.digest} is what is there already; nothing built`,
  );
  if (environment && request.push !== 'never') {
    run.print(`${project}: ${await publishImage(ref, request, environment.registry, { ...run, onProgress })}`);
  }
  return ref;
}

/**
 * The base of the image and the Dockerfile that takes it from the argument BASE; a copy where the user's names its base
 * itself. No base for an image made from nothing; a base without a reference is our own.
 */
async function stageBase({
  dockerfile,
  base,
  contextDir,
}: DockerRequest): Promise<{ dockerfile: string; base?: { reference: string | undefined } }> {
  const text = await readFile(dockerfile, 'utf8').catch(() => undefined);
  if (text === undefined) return { dockerfile, base: { reference: base } }; // The build says what is missing.
  const found = readDockerfileBase(text, dockerfile);
  if (found.kind === 'none') return { dockerfile };
  if (found.kind === 'argument') return { dockerfile, base: { reference: base ?? found.reference } };
  const copy = `${contextDir}.Dockerfile`;
  await mkdir(dirname(copy), { recursive: true });
  await writeFile(copy, withBaseArgument(text, found.reference));
  return { dockerfile: copy, base: { reference: base ?? found.reference } };
}

async function useLockedImage(request: DockerRequest, environment: Environment, run: DockerRun): Promise<ImageRef> {
  const ref = await findLockedImage(request, environment, { ...run, onProgress: toPrinter(run.print) });
  await writeRef(request.refFile, ref);
  run.print(
    `${request.project}: ${environment.name} is locked to ${ref.digest}, which its registry has; nothing built`,
  );
  return ref;
}

/** What went wrong and what to do. */
export function toErrorLines(error: unknown): string {
  const isOurs = error instanceof SlipwayError;
  const message = error instanceof Error ? error.message : String(error);
  const hint = isOurs && error.hint ? `  ${error.hint}\n` : '';
  return `${isOurs ? `${error.code}: ` : ''}${message}\n${hint}`;
}

function toPrinter(print: (line: string) => void): OnProgress {
  return (event) => {
    if (event.type === 'phase-started') print(`${event.title} ...`);
    if (event.type === 'phase-failed') print(`${event.phase}: ${event.detail}`);
  };
}
