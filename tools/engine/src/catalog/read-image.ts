import { join } from 'node:path';
import { toReleaseName } from '@slipway/catalog';
import type { Environment, FilesClient, ImageRef, Service } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { DIGEST } from '../lock/lock-fields.ts';
import { readLock } from '../lock/read-lock.ts';
import { requireEvidence } from '../lock/require-evidence.ts';

/** Folder of the image files, relative to the workspace root. */
export const DEFAULT_IMAGES_DIR = 'dist/images';

/** Where images are looked up. */
export interface ImageSource {
  workspaceRoot: string;
  environment: Environment;
  environmentsDir?: string | undefined;
  imagesDir?: string | undefined;
  /** What the workspace has: a lock with a line for anything else is refused. Absent: any name will do. */
  services?: readonly Pick<Service, 'name'>[] | undefined;
  /** Projects with a chart, whether it can be read or not. */
  projects?: readonly { project: string }[] | undefined;
  knownProjects?: readonly string[] | undefined;
}

/** Identity of one project's image; the registry's host is not part of it. */
export type ImageIdentity = Pick<ImageRef, 'repository' | 'digest'> & { platform?: string };

/**
 * The image of one service in an environment: from its lock where it has one, else what was just built.
 * Undefined when there is none. Throws `LockInvalid`, `EvidenceMissing`, `ImageRefInvalid`.
 */
export async function readImage(
  service: Service,
  source: ImageSource,
  files: FilesClient,
): Promise<ImageIdentity | undefined> {
  return source.environment.locked
    ? readLocked(service, source, files)
    : readBuiltImage(service, join(source.workspaceRoot, source.imagesDir ?? DEFAULT_IMAGES_DIR), files);
}

/** Folder of a built image's OCI layout. Pure. */
export function imageLayoutDir(
  project: string,
  { workspaceRoot, imagesDir = DEFAULT_IMAGES_DIR }: ImageSource,
): string {
  return join(workspaceRoot, imagesDir, project);
}

/** What was built of one service: its file in a folder of images (absolute). Undefined when there is none. Throws `ImageRefInvalid`. */
export async function readBuiltImage(
  { project }: Pick<Service, 'project'>,
  imagesDir: string,
  files: FilesClient,
): Promise<ImageRef | undefined> {
  const path = join(imagesDir, `${project}.json`);
  const text = await files.readText(path);
  if (text === undefined) return undefined;
  let image: Partial<ImageRef>;
  try {
    image = JSON.parse(text) as Partial<ImageRef>;
  } catch {
    image = {};
  }
  if (typeof image.repository === 'string' && DIGEST.test(image.digest ?? '')) return image as ImageRef;
  throw new SlipwayError({
    code: 'ImageRefInvalid',
    message: `read the image of ${project}: ${path} has no repository and digest.`,
    hint: `Run "nx docker ${project}" again.`,
  });
}

async function readLocked(service: Service, source: ImageSource, files: FilesClient) {
  const { workspaceRoot, environmentsDir, environment, projects, knownProjects } = source;
  const releases = source.services && [
    ...source.services.map(({ name }) => name),
    // A chart that cannot be read still has its line.
    ...[...(projects ?? []).map(({ project }) => project), ...(knownProjects ?? [])].map(toReleaseName),
  ];
  const lock = await readLock({ workspaceRoot, environmentsDir, environment: environment.name, releases }, files);
  const line = lock?.lock.releases[service.name];
  if (!lock || !line) return undefined;
  requireEvidence(service.name, lock, environment);
  return line;
}
