import { toHorizon } from './entry-name.ts';
import type { EntryNamer } from './entry-namer.ts';
import { createEntryNamer } from './entry-namer.ts';
import type { writeEntryFile } from './entry-file.ts';
import type { Presence } from './presence.ts';
import { createWriteGate } from './write-gate.ts';

const T = Date.UTC(2026, 10, 21, 6, 30);
type Open = { path: string; text: string; end: (code?: string) => void };

/** A gate whose files are written when the test says so. */
function aGate(options: { maxWrites?: number; isKnown?: () => boolean; tell?: () => Promise<void> } = {}) {
  const { maxWrites = 2, isKnown = () => true, tell = () => Promise.resolve() } = options;
  let now = T;
  const started: Open[] = [];
  const namer: EntryNamer = createEntryNamer({ host: 'p', startId: 's', now: () => now++ });
  const writeFile: typeof writeEntryFile = (path, text, _isTooLate, done) => {
    const end = (code?: string) => done(code === undefined ? undefined : Object.assign(new Error(code), { code }));
    started.push({ path, text, end });
  };
  const presence: Pick<Presence, 'isKnown' | 'mayCountAsDead' | 'tell'> = {
    isKnown,
    tell,
    mayCountAsDead: () => false,
  };
  const gate = createWriteGate({ folder: '/dev/null/none', namer, presence, maxWrites, writeFile });
  const ended: string[] = [];
  const write = (text: string) =>
    gate.write(text, (error, name) => ended.push(`${text} ${error?.code ?? 'kept'} ${name.slice(12, 31)}`));
  return { gate, started, ended, write };
}

const nameAt = (ms: number, counter: number) => `${toHorizon(ms)}-0000000${counter}-p-s.log`;
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
/** Longer than any folder takes to be made on a busy machine; a test that waits so long fails by itself. */
const GIVE_UP_MS = 3000;
/** Bounded, so that what never comes is a failure and not a test that hangs. */
async function turnsWhile(isSo: () => boolean): Promise<void> {
  for (const giveUpAt = performance.now() + GIVE_UP_MS; isSo();) {
    if (performance.now() > giveUpAt) throw new Error('nothing happened');
    await nextTurn();
  }
}

describe('createWriteGate', () => {
  it('begins at most so many writes at once, in order, and gives names when they begin', () => {
    const { started, ended, write } = aGate();
    for (const text of ['a', 'b', 'c', 'd']) write(text);
    expect(started.map(({ text }) => text)).toEqual(['a', 'b']);
    started[1]?.end();
    expect(started.map(({ text, path }) => `${text} ${path}`)).toEqual([
      `a /dev/null/none/${nameAt(T, 1)}`,
      `b /dev/null/none/${nameAt(T + 1, 2)}`,
      `c /dev/null/none/${nameAt(T + 2, 3)}`,
    ]);
    for (const index of [0, 2]) started[index]?.end();
    started[3]?.end();
    expect(ended.map((each) => each.slice(0, 6))).toEqual(['b kept', 'a kept', 'c kept', 'd kept']);
  });

  it('forgets what went through a long queue, and nothing else', () => {
    const { started, ended, write } = aGate({ maxWrites: 1 });
    for (let n = 0; n < 5000; n += 1) write(String(n));
    for (let n = 0; n < 5000; n += 1) started[n]?.end();
    expect(ended.map((each) => Number(each.split(' ')[0]))).toEqual(Array.from({ length: 5000 }, (_, n) => n));
    expect(started).toHaveLength(5000);
  });

  it('knows its oldest name that is not over', () => {
    const { gate, started, write } = aGate({ maxWrites: 3 });
    expect(gate.oldestPendingMs()).toBe(undefined);
    for (const text of ['a', 'b', 'c']) write(text);
    expect(gate.oldestPendingMs()).toBe(T);
    started[1]?.end();
    expect(gate.oldestPendingMs()).toBe(T);
    started[0]?.end('EIO');
    expect(gate.oldestPendingMs()).toBe(T + 2);
    started[2]?.end();
    expect(gate.oldestPendingMs()).toBe(undefined);
  });

  it('says when earlier names are over, and when all is', async () => {
    const { gate, started, write } = aGate({ maxWrites: 2 });
    const said: string[] = [];
    await gate.drained();
    await gate.settled(T + 5);
    for (const text of ['a', 'b', 'c']) write(text);
    void gate.settled(T).then(() => said.push('before a'));
    void gate.settled(T + 1).then(() => said.push('before b'));
    void gate.settled(T + 2).then(() => said.push('before c'));
    void gate.drained().then(() => said.push('all'));
    await nextTurn();
    expect(said).toEqual(['before a']);
    started[0]?.end();
    await nextTurn();
    expect(said).toEqual(['before a', 'before b']);
    started[1]?.end();
    await nextTurn();
    expect(said).toEqual(['before a', 'before b', 'before c']);
    started[2]?.end();
    await nextTurn();
    expect(said).toEqual(['before a', 'before b', 'before c', 'all']);
  });

  it.each(['EEXIST', 'ETOOLATE'])('takes another name on %s, three times', (code) => {
    const { gate, started, ended, write } = aGate();
    write('a');
    for (let n = 0; n < 3; n += 1) {
      started[n]?.end(code);
      expect(started[n + 1]?.path).toContain(nameAt(T + n + 1, n + 2));
      expect(gate.oldestPendingMs()).toBe(T + n + 1);
    }
    started[3]?.end(code);
    expect(ended).toEqual([`a ${code} 20261121T063000003Z`]);
    expect(gate.oldestPendingMs()).toBe(undefined);
  });

  it('tries the same name again when its folder was missing, three times', async () => {
    const { started, ended, write } = aGate();
    write('a');
    for (let n = 0; n < 4; n += 1) {
      await turnsWhile(() => started.length <= n);
      started[n]?.end('ENOENT');
    }
    expect(new Set(started.map(({ path }) => path)).size).toBe(1);
    expect(ended).toEqual(['a ENOENT 20261121T063000000Z']);
  });

  it.each(['EMFILE', 'ENFILE', 'EAGAIN'])('waits longer and longer on %s, keeps its place, and gives up', (code) => {
    jest.useFakeTimers();
    try {
      const { gate, started, ended, write } = aGate({ maxWrites: 1 });
      write('a');
      write('b');
      const waits: number[] = [];
      for (let n = 0; n < 10; n += 1) {
        started[n]?.end(code);
        expect(gate.oldestPendingMs()).toBe(undefined);
        let waited = 0;
        while (started.length === n + 1 && waited < 10_000) {
          jest.advanceTimersByTime(1);
          waited += 1;
        }
        waits.push(waited);
      }
      expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560]);
      expect(started.map(({ text }) => text)).toEqual(Array(11).fill('a'));
      started[10]?.end(code);
      expect(ended).toEqual([`a ${code} 20261121T063000010Z`]);
      expect(started[11]?.text).toBe('b');
    } finally {
      jest.useRealTimers();
    }
  });

  it.each(['ENOSPC', 'EROFS', 'ENOTDIR', undefined])('fails at once on %s', (code) => {
    const { started, ended, write } = aGate();
    write('a');
    started[0]?.end(code ?? '');
    expect(ended).toEqual([`a ${code ?? ''} 20261121T063000000Z`]);
    expect(started).toHaveLength(1);
  });

  it('begins nothing before the others know of this process, and asks once', async () => {
    let isKnown = false;
    let told = 0;
    let arrive = () => undefined as void;
    const tell = () => {
      told += 1;
      return new Promise<void>((resolve) => (arrive = resolve));
    };
    const { started, write } = aGate({ isKnown: () => isKnown, tell });
    write('a');
    write('b');
    await turnsWhile(() => told === 0);
    expect(started).toEqual([]);
    isKnown = true;
    write('c');
    expect(started).toEqual([]);
    arrive();
    await turnsWhile(() => started.length === 0);
    expect([told, started.map(({ text }) => text)]).toEqual([1, ['a', 'b']]);
  });

  it('is not drained while what waits has not begun', async () => {
    let arrive = () => undefined as void;
    const tell = () => new Promise<void>((resolve) => (arrive = resolve));
    const { gate, started, write } = aGate({ isKnown: () => false, tell });
    write('a');
    const said: string[] = [];
    void gate.drained().then(() => said.push('drained'));
    await nextTurn();
    expect([started, said]).toEqual([[], []]);
    await turnsWhile(() => (arrive(), started.length === 0));
    expect(said).toEqual([]);
    started[0]?.end();
    await nextTurn();
    expect(said).toEqual(['drained']);
  });

  it('begins what waits once it has told the others, however long that took', async () => {
    const { started, write } = aGate({ isKnown: () => false });
    for (const text of ['a', 'b', 'c']) write(text);
    await turnsWhile(() => started.length === 0);
    expect(started.map(({ text }) => text)).toEqual(['a', 'b']);
    started[0]?.end();
    expect(started).toHaveLength(2);
    await turnsWhile(() => started.length === 2);
    expect(started[2]?.text).toBe('c');
  });

  it('goes on when the others could not be told, as the write will say why', async () => {
    const { started, write } = aGate({ isKnown: () => false, tell: () => Promise.reject(new Error('read-only')) });
    write('a');
    await turnsWhile(() => started.length === 0);
    expect(started).toHaveLength(1);
  });

  it.each(['well', 'badly'])(
    'tells the others before it begins again after a standstill, which may end %s',
    async (end) => {
      let isKnown = true;
      const tell = () => {
        isKnown = true;
        return end === 'well' ? Promise.resolve() : Promise.reject(new Error());
      };
      const { started, write } = aGate({ isKnown: () => isKnown, tell });
      write('a');
      isKnown = false;
      started[0]?.end('ETOOLATE');
      expect(started).toHaveLength(1);
      await turnsWhile(() => started.length === 1);
      expect([isKnown, started[1]?.text]).toEqual([true, 'a']);
    },
  );
});
