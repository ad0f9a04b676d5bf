import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryLock, withLock, type LockOwner } from './lock.ts';
import { ownIdentity } from './process-identity.ts';

describe('withLock', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-lock-'));
    path = join(folder, 'deep', 'x.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const leave = (owner: Partial<LockOwner>) => {
    tryLock(path);
    writeFileSync(path, JSON.stringify({ ...ownIdentity(), since: 'then', ...owner }));
  };

  it('holds the lock during the work and frees it afterwards', async () => {
    const seen = await withLock(path, async () => JSON.parse(readFileSync(path, 'utf8')) as LockOwner);
    expect(seen.pid).toBe(process.pid);
    expect(existsSync(path)).toBe(false);
  });

  it('frees it when the work fails', async () => {
    await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(path)).toBe(false);
  });

  it('lets one at a time in, and tells the waiter whom it waits for', async () => {
    let inside = 0;
    let most = 0;
    const waits: number[] = [];
    const work = async () => {
      most = Math.max(most, ++inside);
      await sleep(50);
      inside--;
    };
    await Promise.all([1, 2, 3, 4].map(() => withLock(path, work, { onWait: ({ pid }) => waits.push(pid) })));
    expect(most).toBe(1);
    expect(new Set(waits)).toEqual(new Set([process.pid]));
  });

  it('takes over the lock of a process that died', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.once('exit', resolve));
    leave({ pid: child.pid as number });
    expect(await withLock(path, () => Promise.resolve('done'))).toBe('done');
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('takes over the lock of a dead process whose pid is in use again', async () => {
    leave({ startTime: '1' });
    expect(await withLock(path, () => Promise.resolve('done'))).toBe('done');
  });

  it('takes over a torn lock file', async () => {
    leave({});
    writeFileSync(path, '{"pid":');
    expect(await withLock(path, () => Promise.resolve('done'))).toBe('done');
  });

  it('takes over the lock of another machine only when it has been silent', async () => {
    leave({ machine: 'elsewhere' });
    const soon = AbortSignal.timeout(700);
    await expect(withLock(path, () => Promise.resolve('done'), { signal: soon })).rejects.toThrow();
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(path, longAgo, longAgo);
    expect(await withLock(path, () => Promise.resolve('done'))).toBe('done');
  });

  it('lets exactly one of many waiters take a dead lock at a time', async () => {
    leave({ pid: 2 ** 22 + 1 });
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 8 }, () =>
        withLock(path, async () => {
          most = Math.max(most, ++inside);
          await sleep(20);
          inside--;
        }),
      ),
    );
    expect(most).toBe(1);
  });

  it('stops waiting when told to', async () => {
    leave({});
    const controller = new AbortController();
    const waiting = withLock(path, () => Promise.resolve(), { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    expect(existsSync(path)).toBe(true);
  });
});
