import { setTimeout as sleep } from 'node:timers/promises';
import { withClusterLock } from './cluster-lock.ts';

const onLinux = process.platform === 'linux' ? it : it.skip;
const path = (name: string) => `/test/${process.pid}/${name}`;

describe('withClusterLock', () => {
  onLinux('lets the second command wait for the first and tells it who that is', async () => {
    const order: string[] = [];
    const waits: string[] = [];
    let free = () => undefined as void;
    const first = withClusterLock(path('a'), 'cluster up', {}, async () => {
      order.push('first begins');
      await new Promise<void>((resolve) => (free = resolve));
      order.push('first ends');
    });
    await sleep(50);
    const onWait = (holder: string) => waits.push(holder);
    const second = withClusterLock(path('a'), 'cluster down', { onWait }, async () => order.push('second'));
    await sleep(50);
    free();
    await Promise.all([first, second]);
    expect(order).toEqual(['first begins', 'first ends', 'second']);
    expect(waits).toEqual([`"cluster up" (process ${process.pid})`]);
  });

  onLinux('is free again after work that failed', async () => {
    const failing = withClusterLock(path('b'), 'up', {}, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await withClusterLock(path('b'), 'up', {}, () => Promise.resolve(1))).toBe(1);
  });

  onLinux('stops waiting when told to', async () => {
    const ending = new AbortController();
    await withClusterLock(path('c'), 'up', {}, async () => {
      const second = withClusterLock(path('c'), 'up', { signal: ending.signal }, () => Promise.resolve());
      ending.abort();
      await expect(second).rejects.toThrow();
    });
  });
});
