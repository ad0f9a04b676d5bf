import { relative } from 'node:path';
import { toReleaseName } from '@slipway/catalog';
import type { FilesClient, LockChange, LockedRelease, Service } from '@slipway/contracts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { emptyLock } from '../lock/edit-lock.ts';
import type { ParsedLock } from '../lock/parse-lock.ts';
import { parseLock } from '../lock/parse-lock.ts';
import { lockPath, readLock } from '../lock/read-lock.ts';
import type { LockRequest } from './promotion-request.ts';

/** The lock of one environment, and the releases that are meant. */
export interface OpenLock extends ParsedLock {
  /** Relative to the workspace root. */
  file: string;
  /** What was asked for; all of the workspace where nothing was. */
  selected: Service[];
}

/** Reads the lock of an environment, empty where there is none, and finds out which releases are meant. */
export async function openLock(
  request: LockRequest,
  { files, environment, comment }: { files: FilesClient; environment: string; comment: string },
): Promise<OpenLock> {
  const { services, selected } = await readCatalog(request, files);
  const { workspaceRoot, environmentsDir, projects, knownProjects = [] } = request;
  const releases = [
    ...services.map(({ name }) => name),
    ...[...projects.map(({ project }) => project), ...knownProjects].map(toReleaseName),
  ];
  const source = { workspaceRoot, environmentsDir, environment, releases };
  const path = lockPath(source);
  const parsed = (await readLock(source, files)) ?? (await parseLock(emptyLock(environment, comment), { environment, path })); // prettier-ignore
  return { ...parsed, file: relative(workspaceRoot, path), selected: request.select ? selected : services };
}

/** One change of a lock for people and machines. Pure. */
export function toLockChange(release: string, line: LockedRelease, former: LockedRelease | undefined): LockChange {
  return {
    release,
    repository: line.repository,
    digest: line.digest,
    ...(former ? { formerDigest: former.digest } : {}),
    ...(line.commit ? { commit: line.commit } : {}),
    ...(former?.commit ? { formerCommit: former.commit } : {}),
    evidence: line.evidence ?? [],
  };
}
