import type { PathLike } from 'node:fs';
import promises from 'node:fs/promises';
import type { WriterMarkersOptions } from './writer-markers.ts';
import { createWriterMarkers } from './writer-markers.ts';

/** The clock of the file system; nothing here compares it with the machine's. */
const NOW = 1_000_000;

afterEach(() => void jest.restoreAllMocks());

/** Markers of a process `a` on a folder whose files have these ages. Gives what was taken away as well. */
function markersAmong(ages: Record<string, number | undefined>, options: Partial<WriterMarkersOptions> = {}) {
  const removed: string[] = [];
  const baseOf = (path: PathLike) => String(path).slice('/logs/'.length);
  jest.spyOn(promises, 'readdir').mockResolvedValue(Object.keys(ages) as never);
  jest.spyOn(promises, 'stat').mockImplementation((async (path: PathLike) => {
    const age = ages[baseOf(path)];
    if (age === undefined) throw Object.assign(new Error(), { code: 'ENOENT' });
    return { ctimeMs: NOW - age, mtimeMs: 500.7 };
  }) as never);
  jest.spyOn(promises, 'unlink').mockImplementation(async (path) => void removed.push(baseOf(path)));
  return { removed, markers: createWriterMarkers({ folder: '/logs', host: 'pod', startId: 'a', ...options }) };
}

describe('createWriterMarkers', () => {
  it.each([
    [5000, [500], []],
    [5001, [], []],
    [60_000, [], []],
    [60_001, [], ['.writer-pod-b']],
  ])('takes one of %i ms for alive: %j, and takes away: %j', async (age, floors, gone) => {
    const { markers, removed } = markersAmong({ '.writer-pod-a': 0, '.writer-pod-b': age });
    expect(await markers.floorsOfOthers()).toEqual(floors);
    expect(removed).toEqual(gone);
  });

  it('goes by the times it was given', async () => {
    const ages = { '.writer-pod-a': 0, '.writer-pod-b': 10, '.writer-pod-c': 11, '.writer-pod-d': 21 };
    const { markers, removed } = markersAmong(ages, { deadAfterMs: 10, removeAfterMs: 20 });
    expect(await markers.floorsOfOthers()).toEqual([500]);
    expect(removed).toEqual(['.writer-pod-d']);
  });

  it('looks at no other files, and not at its own clock where it has a file', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(NOW + 1e9);
    const ages = { '.writer-pod-a': 0, 'x.writer-pod-b': 0, '20261121T06': 0, '.writer-pod-ab': 0 };
    expect(await markersAmong(ages).markers.floorsOfOthers()).toEqual([500]);
    expect(promises.stat).toHaveBeenCalledTimes(2);
  });

  it('passes over a marker that goes away meanwhile', async () => {
    const ages = { '.writer-pod-a': 0, '.writer-pod-b': undefined, '.writer-pod-c': 0 };
    expect(await markersAmong(ages).markers.floorsOfOthers()).toEqual([500]);
  });

  it('asks for no file where it is alone', async () => {
    expect(await markersAmong({ '.writer-pod-a': 0 }).markers.floorsOfOthers()).toEqual([]);
    expect(promises.stat).not.toHaveBeenCalled();
  });

  it('goes by its own clock where it has no file', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(NOW + 5000);
    expect(await markersAmong({ '.writer-pod-b': 0 }).markers.floorsOfOthers()).toEqual([500]);
    jest.spyOn(Date, 'now').mockReturnValue(NOW + 5001);
    expect(await markersAmong({ '.writer-pod-b': 0 }).markers.floorsOfOthers()).toEqual([]);
  });

  it('says that its own file cannot be touched, and makes one only where there is none', async () => {
    const { markers } = markersAmong({});
    const writes = jest.spyOn(promises, 'writeFile').mockResolvedValue(undefined);
    const touches = jest.spyOn(promises, 'utimes').mockRejectedValue(Object.assign(new Error(), { code: 'EROFS' }));
    await expect(markers.touch(1000)).rejects.toMatchObject({ code: 'EROFS' });
    expect(writes).not.toHaveBeenCalled();
    touches.mockRejectedValueOnce(Object.assign(new Error(), { code: 'ENOENT' })).mockResolvedValue(undefined);
    await markers.touch(1000);
    expect(writes.mock.calls).toEqual([['/logs/.writer-pod-a', '', { flag: 'a' }]]);
    expect(touches).toHaveBeenLastCalledWith('/logs/.writer-pod-a', 1.0005, 1.0005);
  });
});
