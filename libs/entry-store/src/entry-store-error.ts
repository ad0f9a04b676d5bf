/** `StorageFull`: no room or no inode left. `StorageUnwritable`: everything else that keeps entries from being kept. */
export type EntryStoreErrorCode = 'StorageFull' | 'StorageUnwritable';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Writing or reading entries failed. */
export class EntryStoreError extends Error {
  readonly code: EntryStoreErrorCode;

  constructor(doing: string, cause: unknown) {
    const reason = (cause as NodeJS.ErrnoException | undefined)?.code ?? 'unknown';
    super(`${doing}: ${FULL.has(reason) ? 'no room is left' : 'the folder cannot be used'} (${reason}).`, { cause });
    this.name = 'EntryStoreError';
    this.code = FULL.has(reason) ? 'StorageFull' : 'StorageUnwritable';
  }
}
