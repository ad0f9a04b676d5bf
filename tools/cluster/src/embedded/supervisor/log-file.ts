import { copyFile, mkdir, open, rename, stat, truncate } from 'node:fs/promises';
import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Size at which a log is put aside. */
export const MAX_LOG_BYTES = 8 * 1024 * 1024;
/** Logs kept beside the current one. */
export const KEPT_LOGS = 2;

/** Opens a log for a child to append to, with a line that says where its run begins. */
export async function openLog(path: string, title: string): Promise<{ fd: number; close(): void }> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a', 0o600);
  await file.write(`--- ${new Date().toISOString()} ${title}\n`);
  await file.close();
  const fd = openSync(path, 'a', 0o600);
  return { fd, close: () => closeSync(fd) };
}

/**
 * Puts a log aside once it is too large. The writer keeps its file open, so the content is copied and
 * the file emptied: the component does not depend on the supervisor for writing its log.
 */
export async function rotateLog(path: string, maxBytes = MAX_LOG_BYTES): Promise<boolean> {
  const size = await stat(path).then(
    (info) => info.size,
    () => 0,
  );
  if (size <= maxBytes) return false;
  for (let index = KEPT_LOGS - 1; index >= 1; index--)
    await rename(`${path}.${index}`, `${path}.${index + 1}`).catch(() => undefined);
  await copyFile(path, `${path}.1`);
  await truncate(path, 0);
  return true;
}
