import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEntryStore } from './entry-store.ts';

/** A file system of 64 KiB needs the right to mount; without it the case cannot be built. */
const root = mkdtempSync(join(tmpdir(), 'slipway-full-'));
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', root]).status === 0;
const itOnFullDisk = isMounted ? it : it.skip;

afterAll(() => {
  if (isMounted) spawnSync('umount', [root]);
  rmSync(root, { recursive: true, force: true });
});

describe('a full disk', () => {
  itOnFullDisk('is told as StorageFull, leaves nothing half written, and is left again', async () => {
    const store = createEntryStore({ folder: root, host: 'pod-0', startId: 'x' });
    await store.open();
    const ballast = join(root, 'ballast');
    writeFileSync(ballast, Buffer.alloc(60 * 1024));
    await expect(store.write({ message: 'x'.repeat(8192) })).rejects.toMatchObject({ code: 'StorageFull' });
    await expect(store.write({ message: 'x'.repeat(8192) })).rejects.toMatchObject({ code: 'StorageFull' });
    const [marker, ballastName, hour = ''] = readdirSync(root)
      .sort()
      .sort((a, b) => b.localeCompare(a))
      .sort((a) => (a.startsWith('.') ? -1 : 1));
    expect([marker, ballastName]).toEqual(['.writer-pod-0-x', 'ballast']);
    expect(readdirSync(join(root, hour))).toEqual([]);
    rmSync(ballast);
    const name = await store.write({ message: 'x'.repeat(8192) });
    expect(statSync(join(root, name)).size).toBe(8207);
    await store.close();
  });
});
