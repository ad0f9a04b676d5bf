import { isAbsolute, join } from 'node:path';
import type { Clients, ImageRef, LockedRelease, LockReport, Service } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import { readBuiltImage } from '../catalog/read-image.ts';
import { editLock } from '../lock/edit-lock.ts';
import { openLock, toLockChange } from './open-lock.ts';
import type { LockEdit, LockRequest } from './promotion-request.ts';
import { requireLocked } from './require-locked.ts';

/** How dev's lock is written. */
export interface LockOptions {
  /** Folder of the image files, relative to the workspace root or absolute. */
  imagesDir: string;
  /** Lock images although the workspace has changes that no commit holds. Default false. */
  allowDirty?: boolean;
  signal?: AbortSignal | undefined;
}

/**
 * Takes the images that were built into the lock of the first environment of the row. Images must be in its registry: who
 * deploys from the lock has nothing else. Writes no file: gives the lock as it is to be. Throws `LockRefused` (exit 4),
 * `ImageNotBuilt`, `ImageNotPushed`, `WorkspaceDirty` (exit 4).
 */
export async function lockReleases(
  request: LockRequest,
  clients: Pick<Clients, 'files' | 'git' | 'clock' | 'images'>,
  options: LockOptions,
): Promise<LockEdit<LockReport>> {
  const { environment, workspaceRoot } = request;
  requireLocked(environment);
  const { promoteFrom } = environment.protection;
  if (promoteFrom) {
    throw refuse(
      `lines of ${environment.name} are copied from ${promoteFrom} and come from no build (protection.promoteFrom).`,
      `Run "slipway promote --from ${promoteFrom} --to ${environment.name}".`,
      environment.name,
    );
  }
  const comment = `What ${environment.name} runs. Written by CI (\`slipway lock\`).`;
  const lock = await openLock(request, { files: clients.files, environment: environment.name, comment });
  const imagesDir = isAbsolute(options.imagesDir) ? options.imagesDir : join(workspaceRoot, options.imagesDir);
  const images = await readImages(lock.selected, imagesDir, request, clients);
  const isSame = ({ name }: Service, { digest, repository }: ImageRef) => lock.lock.releases[name]?.digest === digest && lock.lock.releases[name].repository === repository; // prettier-ignore
  const changed = images.filter(({ service, image }) => !isSame(service, image));
  await requirePushed(changed.map(({ image }) => image), request, clients, options.signal); // prettier-ignore

  const lines: Record<string, LockedRelease> = {};
  if (changed.length > 0) {
    const [commit, by] = await Promise.all([clients.git.commit([lock.file]), clients.git.author()]);
    if (commit?.endsWith('+dirty') && !options.allowDirty) {
      throw new SlipwayError({
        code: 'WorkspaceDirty',
        message: `write the release lock of ${environment.name}: the workspace has changes that no commit holds, so nobody could say what the images were built from.`,
        hint: 'Commit, build and push again; --allow-dirty locks them all the same, and the line says so.',
        exitCode: ExitCodes.refused,
      });
    }
    const at = new Date(clients.clock.now()).toISOString();
    for (const { service, image } of changed) {
      const { repository, digest, platform } = image;
      lines[service.name] = {
        repository,
        digest,
        ...(commit ? { commit } : {}),
        platform,
        evidence: [{ environment: environment.name, result: 'built', digest, by, at }],
      };
    }
  }
  return {
    path: lock.path,
    text: await editLock(lock.text, lines, { environment: environment.name, path: lock.path }),
    report: {
      schema: 'slipway.lock/v1',
      environment: environment.name,
      file: lock.file,
      changes: Object.entries(lines).map(([name, line]) => toLockChange(name, line, lock.lock.releases[name])),
      unchanged: images.filter(({ service, image }) => isSame(service, image)).map(({ service }) => service.name),
      notVerified: [],
    },
  };
}

async function readImages(
  services: readonly Service[],
  imagesDir: string,
  { select, environment }: LockRequest,
  { files }: Pick<Clients, 'files'>,
): Promise<{ service: Service; image: ImageRef }[]> {
  const read = await Promise.all(services.map(async (service) => ({ service, image: await readBuiltImage(service, imagesDir, files) }))); // prettier-ignore
  const found = read.flatMap(({ service, image }) => (image ? [{ service, image }] : []));
  const missing = select ? read.filter(({ image }) => !image).map(({ service }) => service.project) : [];
  if (missing.length > 0 || found.length === 0) {
    const what = missing.length > 0 ? missing.join(', ') : 'any project';
    throw new SlipwayError({
      code: 'ImageNotBuilt',
      message: `write the release lock of ${environment.name}: ${imagesDir} has no image of ${what}.`,
      hint: `Build with "nx run-many -t docker${missing.length > 0 ? ` --projects=${missing.join(',')}` : ''}"; --from names the folder of the images.`,
    });
  }
  const foreign = found.find(({ image }) => image.contentHash === undefined);
  if (foreign) {
    throw refuse(
      `the image of ${foreign.service.project} in ${imagesDir} was not built here: it is the one that another environment is locked to.`,
      `Build it with "nx docker ${foreign.service.project}".`,
      environment.name,
    );
  }
  return found;
}

async function requirePushed(
  images: readonly ImageRef[],
  { environment }: LockRequest,
  { images: registry }: Pick<Clients, 'images'>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const there = await Promise.all(images.map(({ repository, digest }) => registry?.exists(`${environment.registry}/${repository}@${digest}`, signal))); // prettier-ignore
  const missing = images.filter((_, index) => !there[index]);
  if (missing.length === 0) return;
  const names = missing.map(({ repository, digest }) => `${repository}@${digest}`);
  throw new SlipwayError({
    code: 'ImageNotPushed',
    message: `write the release lock of ${environment.name}: ${environment.registry} does not have ${names.join(', ')}.`,
    hint: `Push with "nx run-many -t docker --projects=${missing.map(({ project }) => project).join(',')} --registry=${environment.registry} --push=always", then lock.`,
    details: { environment: environment.name, registry: environment.registry, images: names },
  });
}

function refuse(what: string, hint: string, environment: string): SlipwayError {
  return new SlipwayError({
    code: 'LockRefused',
    message: `write the release lock of ${environment}: ${what}`,
    hint,
    exitCode: ExitCodes.refused,
  });
}
