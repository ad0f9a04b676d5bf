import { SlipwayError } from '@slipway/contracts';

/** Turns what the file system says about the cache into an error with a way out; other errors stay as they are. */
export function classifyCacheFailure(doing: string, cache: string, error: unknown): unknown {
  if (error instanceof SlipwayError) return error;
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new SlipwayError({
      code: 'DiskFull',
      message: `${doing}: the disk ran full (${String(message)}).`,
      hint: 'Free some space, or point SLIPWAY_CACHE_DIR at a larger disk, and run again.',
      cause: error,
    });
  }
  if (typeof code !== 'string' || !['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].includes(code)) return error;
  return new SlipwayError({
    code: 'CacheNotWritable',
    message: `${doing}: the cache folder ${cache} cannot be written (${String(message)}).`,
    hint: 'Give it back to this user (it may have been made by root), or set SLIPWAY_CACHE_DIR to a folder of your own.',
    details: { cache },
    cause: error,
  });
}
