import { join } from 'node:path';
import type { Environment, ImageRef, OnProgress } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { buildImage, writeRef } from '@slipway/clients/src/image/build-image.ts';
import { toHostPlatform } from '@slipway/clients/src/image/platform.ts';
import { cacheFolder } from '@slipway/toolchain';
import { createBase } from './create-base.ts';
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
  const { ref, isBuilt } = await buildImage(
    { ...request, tempDir: join(cacheDir, 'tmp') },
    {
      base: await createBase(request, { cacheDir, env: run.env, onProgress, signal: run.signal }),
      engine: (signal) => openEngine(request.engine, { cacheDir, env: run.env, onProgress, signal }),
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

async function useLockedImage(request: DockerRequest, environment: Environment, run: DockerRun): Promise<ImageRef> {
  const ref = await findLockedImage(request, environment, { ...run, onProgress: toPrinter(run.print) });
  await writeRef(request.refFile, ref);
  run.print(
    `${request.project}: ${environment.name} is locked to ${ref.digest}, which its registry has; nothing built`,
  );
  return ref;
}

/** Prints a line to standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints what went wrong and what to do. */
export function printError(error: unknown): void {
  const isOurs = error instanceof SlipwayError;
  const message = error instanceof Error ? error.message : String(error);
  // To stdout: Nx shows what a task prints as one block.
  print(`${isOurs ? `${error.code}: ` : ''}${message}`);
  if (isOurs && error.hint) print(`  ${error.hint}`);
}

function toPrinter(print: (line: string) => void): OnProgress {
  return (event) => {
    if (event.type === 'phase-started') print(`${event.title} ...`);
    if (event.type === 'phase-failed') print(`${event.phase}: ${event.detail}`);
  };
}
