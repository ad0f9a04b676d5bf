import { join } from 'node:path';
import type { Environment, FilesClient, ImageRef, LockedRelease, ReleaseLock, Service } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { DEFAULT_ENVIRONMENTS_DIR } from './read-environment.ts';
import { parseYaml } from './parse-yaml.ts';

/** Folder of the image files, relative to the workspace root. */
export const DEFAULT_IMAGES_DIR = 'dist/images';

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Where images are looked up. */
export interface ImageSource {
  workspaceRoot: string;
  environment: Environment;
  environmentsDir?: string | undefined;
  imagesDir?: string | undefined;
}

/** Identity of one project's image; the registry's host is not part of it. */
export type ImageIdentity = Pick<ImageRef, 'repository' | 'digest'> & { platform?: string };

/**
 * The image of one service in an environment: from its lock where it has one, else what was just built.
 * Undefined when there is none. Throws `LockInvalid`, `ImageRefInvalid`.
 */
export async function readImage(
  service: Service,
  source: ImageSource,
  files: FilesClient,
): Promise<ImageIdentity | undefined> {
  return source.environment.locked ? readLocked(service, source, files) : readBuilt(service, source, files);
}

/** Folder of a built image's OCI layout. Pure. */
export function imageLayoutDir(
  project: string,
  { workspaceRoot, imagesDir = DEFAULT_IMAGES_DIR }: ImageSource,
): string {
  return join(workspaceRoot, imagesDir, project);
}

async function readBuilt(service: Service, source: ImageSource, files: FilesClient) {
  const path = `${imageLayoutDir(service.project, source)}.json`;
  const text = await files.readText(path);
  if (text === undefined) return undefined;
  let image: Partial<ImageRef>;
  try {
    image = JSON.parse(text) as Partial<ImageRef>;
  } catch {
    image = {};
  }
  if (typeof image.repository === 'string' && DIGEST.test(image.digest ?? '')) return image as ImageIdentity;
  throw new SlipwayError({
    code: 'ImageRefInvalid',
    message: `read the image of ${service.project}: ${path} has no repository and digest.`,
    hint: `Run "nx docker ${service.project}" again.`,
  });
}

async function readLocked(service: Service, source: ImageSource, files: FilesClient) {
  const { environment, workspaceRoot, environmentsDir = DEFAULT_ENVIRONMENTS_DIR } = source;
  const path = join(workspaceRoot, environmentsDir, environment.name, 'releases.lock.yaml');
  const text = await files.readText(path);
  const lock = text === undefined ? undefined : ((await parseYaml(text, path)) as Partial<ReleaseLock> | null);
  const line: Partial<LockedRelease> | undefined = lock?.releases?.[service.name];
  if (line === undefined) return undefined;
  if (typeof line.repository === 'string' && DIGEST.test(line.digest ?? '')) return line as ImageIdentity;
  throw new SlipwayError({
    code: 'LockInvalid',
    message: `read the release lock of ${environment.name}: the line of ${service.name} in ${path} has no repository and digest.`,
    hint: 'A line is "<release>: {repository: <path without registry>, digest: sha256:<64 hex digits>}".',
  });
}
