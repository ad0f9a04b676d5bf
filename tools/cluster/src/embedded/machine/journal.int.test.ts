import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MachineChange } from './journal.ts';
import { isStanding, openJournal } from './journal.ts';

const NOW = { boot: 'b1', network: 'net:[1]' };
const SYSCTL: MachineChange = { type: 'sysctl', key: 'net.ipv4.ip_forward', former: '0', value: '1' };
const FOLDER: MachineChange = { type: 'folder', path: '/run/containerd' };

describe('openJournal', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'slipway-journal-'))));
  afterEach(() => rm(folder, { recursive: true }));
  const open = (now = NOW) => openJournal(join(folder, 'journal.jsonl'), now);
  const changes = async (now = NOW) => (await open(now).standing()).map(({ change }) => change);

  it('tells what was noted, in order', async () => {
    await open().note(FOLDER);
    await open().note(SYSCTL);
    expect(await changes()).toEqual([FOLDER, SYSCTL]);
  });

  it('keeps the first former value when the same setting is noted again after a crash', async () => {
    await open().note(SYSCTL);
    await open().note({ ...SYSCTL, former: '1' });
    expect(await changes()).toEqual([SYSCTL]);
  });

  it('forgets what the kernel forgot at a reboot, and keeps folders', async () => {
    await open().note(FOLDER);
    await open().note(SYSCTL);
    expect(await changes({ ...NOW, boot: 'b2' })).toEqual([FOLDER]);
    await open({ ...NOW, boot: 'b2' }).note({ ...SYSCTL, former: '0' });
    expect(await changes({ ...NOW, boot: 'b2' })).toEqual([FOLDER, SYSCTL]);
  });

  it('leaves out a line that a crash has torn, and goes on after it', async () => {
    await open().note(FOLDER);
    await appendFile(join(folder, 'journal.jsonl'), '{"at":"2026-01-01T00:00:00Z","bo');
    await open().note(SYSCTL);
    expect(await changes()).toEqual([FOLDER, SYSCTL]);
  });

  it('is gone after it was cleared', async () => {
    await open().note(SYSCTL);
    await open().clear();
    expect(await changes()).toEqual([]);
    await expect(readFile(join(folder, 'journal.jsonl'))).rejects.toThrow('ENOENT');
  });
});

describe('isStanding', () => {
  const rows: [MachineChange['type'], MachineChange, boolean, boolean][] = [
    ['folder', FOLDER, true, true],
    ['file', { type: 'file', path: '/run/xtables.lock' }, true, true],
    ['cgroup', { type: 'cgroup', name: 'g' }, false, true],
    ['cgroup-controllers', { type: 'cgroup-controllers', path: '/c', added: ['cpu'] }, false, true],
    ['sysctl', SYSCTL, false, false],
    ['address', { type: 'address', address: '172.31.255.1/32', link: 'lo' }, false, false],
    ['link', { type: 'link', name: 'slipway0' }, false, false],
    ['links', { type: 'links', prefix: 'cali', names: [] }, false, false],
    ['packet-rules', { type: 'packet-rules', family: 4, chains: [], tables: [] }, false, false],
    ['ipsets', { type: 'ipsets', names: [] }, false, false],
  ];
  it.each(rows)('%s: after a reboot, in another network namespace', (_type, change, afterReboot, elsewhere) => {
    const entry = { at: '', ...NOW, change };
    expect(isStanding(entry, NOW)).toBe(true);
    expect(isStanding(entry, { ...NOW, boot: 'b2' })).toBe(afterReboot);
    expect(isStanding(entry, { ...NOW, network: 'net:[2]' })).toBe(elsewhere);
  });
});
