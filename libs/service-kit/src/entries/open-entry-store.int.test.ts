import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHealth } from '@slipway/health';
import type { LogFields } from '@slipway/logging';
import { openEntryStore } from './open-entry-store.ts';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'slipway-open-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A logger that remembers what was said. */
function aLogger() {
  const said: [message: string, fields?: LogFields][] = [];
  const say = (message: string, fields?: LogFields) =>
    void said.push(fields === undefined ? [message] : [message, fields]);
  const logger = { error: say, warn: say, info: say, debug: say, child: () => logger, isEnabled: () => true };
  return { logger, said };
}

describe('openEntryStore', () => {
  it('keeps entries, and lets others on the folder go on when it is closed', async () => {
    const health = createHealth();
    const store = await openEntryStore({ folder: join(root, 'logs'), health, logger: aLogger().logger });
    const file = await store.write({ message: 'x' });
    expect(existsSync(join(root, 'logs', file))).toBe(true);
    expect(health.readiness().isReady).toBe(true);
    await store.close();
  });

  it('is not ready while the folder cannot be used, says so once, and is ready again by itself', async () => {
    const folder = join(root, 'logs');
    writeFileSync(folder, 'in the way');
    const health = createHealth();
    const { logger, said } = aLogger();
    const store = await openEntryStore({ folder, health, logger, retryEveryMs: 20 });
    expect(health.readiness()).toMatchObject({ isReady: false, reasons: { 'entry-store': expect.any(String) } });
    await expect(store.write({ message: 'x' })).rejects.toThrow('the folder cannot be used');
    expect(said.filter(([message]) => message === 'entries cannot be kept')).toHaveLength(1);

    const isReady = new Promise<void>((resolve) => health.onChange((now) => now.isReady && resolve()));
    rmSync(folder);
    await isReady;
    expect(existsSync(join(folder, await store.write({ message: 'x' })))).toBe(true);
    await store.close();
  });

  it('drops at once what is older than the hours to keep', async () => {
    const hour = join(root, '20200101T00');
    mkdirSync(hour);
    writeFileSync(join(hour, '20200101T000000000Z-00000001-host-start.log'), '{"message":"old"}\n');
    const { logger, said } = aLogger();
    const store = await openEntryStore({ folder: root, health: createHealth(), logger, pruneEveryMs: 10 });
    while (said.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(said).toEqual([['old entries dropped', { folder: '20200101T00', entries: 1 }]]);
    expect(existsSync(hour)).toBe(false);
    await store.close();
  });

  it('keeps all when no bound is given', async () => {
    const hour = join(root, '20200101T00');
    mkdirSync(hour);
    writeFileSync(join(hour, '20200101T000000000Z-00000001-host-start.log'), '{"message":"old"}\n');
    const health = createHealth();
    const store = await openEntryStore({ folder: root, health, logger: aLogger().logger, retentionHours: 0 });
    await expect(store.prune()).resolves.toEqual([]);
    expect(existsSync(hour)).toBe(true);
    await store.close();
  });
});
