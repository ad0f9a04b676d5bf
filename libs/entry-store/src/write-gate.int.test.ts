import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEntryNamer } from './entry-namer.ts';
import { createWriteGate } from './write-gate.ts';

const T = Date.UTC(2026, 10, 21, 6, 30);
const NAMES = [1, 2].map((counter) => `20261121T06/20261121T063000000Z-0000000${counter}-p-s.log`);
let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'slipway-gate-'));
  folder = join(root, 'a', 'logs');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A gate whose presence notes what lies in the folder whenever the others are told. */
function aGate(isKnown: boolean, tellFails = false) {
  const told: string[] = [];
  const presence = {
    isKnown: () => isKnown,
    mayCountAsDead: () => false,
    async tell() {
      told.push(`folder ${existsSync(folder)}, entry ${existsSync(join(folder, NAMES[0] as string))}`);
      if (tellFails) throw new Error('read-only');
    },
  };
  const namer = createEntryNamer({ host: 'p', startId: 's', now: () => T });
  const gate = createWriteGate({ folder, namer, presence, maxWrites: 1 });
  const write = (text: string) =>
    new Promise<string>((resolve, reject) =>
      gate.write(text, (error, name) => (error === undefined ? resolve(name) : reject(error))),
    );
  return { told, write };
}

describe('createWriteGate on a disk', () => {
  it('makes the folder, with those above it, before it tells the others', async () => {
    const { told, write } = aGate(false);
    expect(await write('x')).toBe(NAMES[0]);
    expect(told).toEqual(['folder true, entry false']);
    expect(readFileSync(join(folder, NAMES[0] as string), 'utf8')).toBe('x');
  });

  it.each([false, true])(
    'tells the others again where the whole folder was gone (which may fail: %s)',
    async (fails) => {
      const { told, write } = aGate(true, fails);
      expect(await write('x')).toBe(NAMES[0]);
      expect(told).toEqual(['folder true, entry false']);
      rmSync(folder, { recursive: true });
      expect(await write('y')).toBe(NAMES[1]);
      expect(told).toEqual(['folder true, entry false', 'folder true, entry false']);
    },
  );

  it('makes an hour without telling anybody', async () => {
    mkdirSync(folder, { recursive: true });
    const { told, write } = aGate(true);
    expect([await write('x'), await write('y')]).toEqual(NAMES);
    expect(told).toEqual([]);
  });
});
