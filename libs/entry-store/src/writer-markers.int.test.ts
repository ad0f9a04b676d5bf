import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WriterMarkersOptions } from './writer-markers.ts';
import { createWriterMarkers } from './writer-markers.ts';

const T = Date.UTC(2026, 10, 21, 6, 30, 4, 123);
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'slipway-markers-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const markersOf = (startId: string, options: Partial<WriterMarkersOptions> = {}) =>
  createWriterMarkers({ folder, host: 'Pod/0', startId, ...options });

/** Until the file system's clock has gone on: it stamps in steps of some milliseconds. */
async function untilOlder(name: string, ms: number): Promise<void> {
  const { ctimeMs } = statSync(join(folder, name));
  while (Date.now() - ctimeMs < ms + 20) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('createWriterMarkers', () => {
  it('shows the floors of others to the millisecond, and never its own', async () => {
    const [one, two, three] = [markersOf('a'), markersOf('b'), markersOf('c')];
    expect(await one.floorsOfOthers()).toEqual([]);
    for (let n = 0; n < 50; n += 1) {
      await two.touch(T + n);
      expect(await one.floorsOfOthers()).toEqual([T + n]);
    }
    await three.touch(0);
    await one.touch(T + 99);
    expect((await one.floorsOfOthers()).sort()).toEqual([0, T + 49]);
    expect(readdirSync(folder).sort()).toEqual(['.writer-pod-0-a', '.writer-pod-0-b', '.writer-pod-0-c']);
  });

  it('counts who was not touched for a time as dead, by the clock of the file system', async () => {
    // Long enough for a slow machine to do the rest in; Stryker runs this once for every change it tries.
    const deadAfterMs = process.env['STRYKER_MUTATOR_WORKER'] ? 300 : 1500;
    const [one, two] = [markersOf('a', { deadAfterMs }), markersOf('b')];
    await two.touch(T);
    await untilOlder('.writer-pod-0-b', deadAfterMs);
    await one.touch(T - 5_000_000);
    expect(await one.floorsOfOthers()).toEqual([]);
    expect(readdirSync(folder)).toContain('.writer-pod-0-b');
    await two.touch(T);
    await one.touch(T);
    expect(await one.floorsOfOthers()).toEqual([T]);
  });

  it('takes the files of those away that are dead for long, and lets them come back', async () => {
    const [one, two] = [markersOf('a', { deadAfterMs: 5, removeAfterMs: 30 }), markersOf('b')];
    await two.touch(T);
    await untilOlder('.writer-pod-0-b', 30);
    // One that has no file of its own, as where nothing can be written, judges by its own clock.
    expect(await one.floorsOfOthers()).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
    await two.touch(T + 1);
    expect(await markersOf('c').floorsOfOthers()).toEqual([T + 1]);
  });

  it('is gone when it was removed, twice if need be', async () => {
    const one = markersOf('a');
    await one.touch(T);
    await one.remove();
    await one.remove();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says that the folder is gone', async () => {
    rmSync(folder, { recursive: true });
    await expect(markersOf('a').touch(T)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(markersOf('a').floorsOfOthers()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
