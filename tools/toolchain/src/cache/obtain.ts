import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type LockOwner, withLock } from './lock.ts';
import { type Marker, type Obtained, readMarker, writeMarker } from './marker.ts';
import { removeTree } from './remove-tree.ts';

/** One folder of the cache that is made once, whoever asks. */
export interface ObtainRequest {
  name: string;
  /** Absolute path of the finished folder. */
  folder: string;
  /** The work must happen at the final path because what it makes cannot be moved. */
  inPlace: boolean;
  signal?: AbortSignal | undefined;
  onWait?: ((owner: LockOwner) => void) | undefined;
  /** Fills the folder it is given. */
  make: (folder: string) => Promise<Obtained>;
}

/**
 * The finished folder's marker: as it lies there when it is whole, else made now under a lock. Made in
 * a sibling and renamed, so that a folder at the final path without a marker is never relied on.
 */
export async function obtain(request: ObtainRequest): Promise<{ marker: Marker; made: boolean }> {
  const { folder, name, signal } = request;
  const present = readMarker(folder);
  if (present) return { marker: present, made: false };
  return withLock(
    `${folder}.lock`,
    async () => {
      const meanwhile = readMarker(folder);
      if (meanwhile) return { marker: meanwhile, made: false };
      removeLeftovers(folder);
      const draft = request.inPlace ? folder : `${folder}.tmp-${process.pid}`;
      removeTree(draft);
      mkdirSync(draft, { recursive: true });
      try {
        const obtained = await request.make(draft);
        signal?.throwIfAborted();
        const marker = writeMarker(draft, name, obtained);
        if (draft !== folder) {
          moveAside(folder);
          renameSync(draft, folder);
        }
        return { marker, made: true };
      } catch (error) {
        removeTree(draft);
        throw error;
      }
    },
    { signal, onWait: request.onWait },
  );
}

/** Drafts of runs that were killed; whoever holds the lock knows that nobody else is at work here. */
function removeLeftovers(folder: string): void {
  const parent = dirname(folder);
  if (!existsSync(parent)) return;
  const prefix = `${folder.slice(parent.length + 1)}.tmp-`;
  for (const entry of readdirSync(parent)) if (entry.startsWith(prefix)) removeTree(join(parent, entry));
}

/** A damaged folder makes room by a rename, so that programs which run out of it keep their files open. */
function moveAside(folder: string): void {
  if (!existsSync(folder)) return;
  const aside = `${folder}.tmp-damaged-${process.pid}`;
  rmSync(aside, { recursive: true, force: true });
  renameSync(folder, aside);
  removeTree(aside);
}
