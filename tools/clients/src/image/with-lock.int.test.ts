import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from './with-lock.ts';

describe('withLock', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'slipway-lock-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('lets one work at a time', async () => {
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await sleep(5);
      running--;
    };
    await Promise.all([1, 2, 3].map(() => withLock(join(folder, 'lock'), work)));
    expect(most).toBe(1);
  });

  it('takes over the lock of a process that has ended', async () => {
    await writeFile(join(folder, 'lock'), '4194304'); // Above every process id that Linux gives.
    expect(await withLock(join(folder, 'lock'), async () => 'done')).toBe('done');
  });

  it('gives the lock back when the work fails', async () => {
    const fail = withLock(join(folder, 'lock'), () => Promise.reject(new Error('no')));
    await expect(fail).rejects.toThrow('no');
    expect(await withLock(join(folder, 'lock'), async () => 'done')).toBe('done');
  });

  it('stops waiting when it is told to', async () => {
    await writeFile(join(folder, 'lock'), String(process.ppid));
    const waiting = withLock(join(folder, 'lock'), async () => 'never', AbortSignal.timeout(50));
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
