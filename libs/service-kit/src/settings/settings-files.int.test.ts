import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from './settings.ts';
import { SettingsError } from './settings-error.ts';
import { integer, secret, text } from './setting.ts';

const table = {
  KEY: secret({ description: 'a key' }),
  NAME: text({ defaultValue: 'x', description: 'fixed while running' }),
  COUNT: integer({ defaultValue: 1, min: 0, max: 9, isLive: true, description: 'a live number' }),
};
let folder: string;
const at = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-settings-'));
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const faultsOf = (env: NodeJS.ProcessEnv): readonly string[] => {
  try {
    loadSettings(table, { env });
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
};

function watched(env: NodeJS.ProcessEnv) {
  const findFaults = ({ COUNT }: { COUNT: number }) => (COUNT === 7 ? ['COUNT: must not be 7 here.'] : []);
  const settings = loadSettings(table, { env, findFaults });
  const told: string[] = [];
  settings.onChange((name) => void told.push(`changed ${name}`));
  settings.watch({
    everyMs: 100,
    onRestartNeeded: (name) => void told.push(`restart ${name}`),
    onFault: (fault) => void told.push(fault),
  });
  return { settings, told, look: () => jest.advanceTimersByTime(200) };
}

describe('settings from files', () => {
  it.each([
    ['as it is', 'secret-1'],
    ['without the line break at its end', 'secret-1\n'],
    ["without Windows' line break", 'secret-1\r\n'],
    ['without several line breaks', 'secret-1\n\n'],
    ['without a byte order mark', '\ufeffsecret-1'],
  ])('takes the text %s', (_title, content) => {
    writeFileSync(at('key'), content);
    const { values, sources } = loadSettings(table, { env: { KEY_FILE: at('key') } });
    expect(values.KEY).toBe('secret-1');
    expect(sources.KEY).toBe('file');
  });

  it.each([
    ['both are set', (path: string) => ({ KEY: 'a', KEY_FILE: path }), 'both KEY and KEY_FILE are set'],
    ['the file is missing', () => ({ KEY_FILE: '/does/not/exist' }), 'does not exist'],
    ['the file is empty', (path: string) => (writeFileSync(path, '\n'), { KEY_FILE: path }), 'is empty'],
    ['the file is a folder', () => ({ KEY_FILE: tmpdir() }), 'is not a file'],
    ['the file lies under a file', (path: string) => ({ KEY_FILE: `${path}/key` }), 'cannot be read (ENOTDIR)'],
    [
      'the file is a link to itself',
      (path: string) => (rmSync(path), symlinkSync(path, path), { KEY_FILE: path }),
      'cannot be read (ELOOP)',
    ],
    [
      'the file is no text',
      (path: string) => (writeFileSync(path, Buffer.from([0xff, 0xfe, 0x61])), { KEY_FILE: path }),
      'is not text in UTF-8',
    ],
    [
      'the file holds control characters',
      (path: string) => (writeFileSync(path, 'canary\0'), { KEY_FILE: path }),
      'holds control characters',
    ],
    ['the file is huge', (path: string) => (writeFileSync(path, 'x'.repeat(70_000)), { KEY_FILE: path }), 'more than'],
  ])('is a fault when %s', (_title, toEnv, expected) => {
    writeFileSync(at('key'), 'a');
    const faults = faultsOf(toEnv(at('key')));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(expected);
    expect(faults[0]).not.toContain('canary');
  });

  it('never shows what stands in a file, which may be the wrong one', () => {
    writeFileSync(at('key'), 'canary');
    expect(faultsOf({ COUNT_FILE: at('key') })).toEqual(['COUNT: must be a whole number from 0 to 9.']);
  });

  it('lists every fault at once', () => {
    writeFileSync(at('key'), 'a b');
    expect(faultsOf({ KEY_FILE: at('key'), NAME: 'a', NAME_FILE: at('key'), COUNT_FILE: at('none') })).toHaveLength(3);
  });

  it('takes a live value over when its file changes', () => {
    writeFileSync(at('key'), 'one');
    const { settings, told, look } = watched({ KEY_FILE: at('key') });
    look();
    writeFileSync(at('key'), 'two\n');
    look();
    look();
    expect(settings.values.KEY).toBe('two');
    expect(told).toEqual(['changed KEY']);
  });

  it('follows the links by which Kubernetes exchanges a mounted Secret', () => {
    for (const [version, value] of [
      ['v1', 'one'],
      ['v2', 'two'],
    ] as const) {
      mkdirSync(at(version));
      writeFileSync(join(at(version), 'key'), value);
    }
    symlinkSync('v1', at('..data'));
    symlinkSync(join('..data', 'key'), at('key'));
    const { settings, look } = watched({ KEY_FILE: at('key') });
    symlinkSync('v2', at('..data_tmp'));
    renameSync(at('..data_tmp'), at('..data'));
    look();
    expect(settings.values.KEY).toBe('two');
  });

  it('follows a rename onto its file', () => {
    writeFileSync(at('key'), 'one');
    const { settings, look } = watched({ KEY_FILE: at('key') });
    writeFileSync(at('new'), 'two');
    renameSync(at('new'), at('key'));
    look();
    expect(settings.values.KEY).toBe('two');
  });

  it('waits for a file that is being written', () => {
    writeFileSync(at('key'), 'one');
    const { settings, told } = watched({ KEY_FILE: at('key') });
    writeFileSync(at('key'), 'tw');
    jest.advanceTimersByTime(150);
    writeFileSync(at('key'), 'two');
    jest.advanceTimersByTime(100);
    expect(settings.values.KEY).toBe('one');
    jest.advanceTimersByTime(150);
    expect(settings.values.KEY).toBe('two');
    expect(told).toEqual(['changed KEY']);
  });

  it('says nothing of a file that comes back as it was', () => {
    writeFileSync(at('key'), 'one');
    const { settings, told, look } = watched({ KEY_FILE: at('key') });
    rmSync(at('key'));
    look();
    look();
    writeFileSync(at('key'), 'one\r\n');
    look();
    expect(settings.values.KEY).toBe('one');
    expect(told).toEqual([expect.stringContaining('does not exist')]);
  });

  it('notices a change between reading and watching', () => {
    writeFileSync(at('key'), 'one');
    const settings = loadSettings(table, { env: { KEY_FILE: at('key') } });
    writeFileSync(at('key'), 'two');
    settings.watch({ everyMs: 100, onRestartNeeded: () => undefined, onFault: () => undefined });
    jest.advanceTimersByTime(200);
    expect(settings.values.KEY).toBe('two');
  });

  it('refuses a change that does not go with the other settings', () => {
    writeFileSync(at('count'), '2');
    const { settings, told, look } = watched({ COUNT_FILE: at('count') });
    writeFileSync(at('count'), '7');
    look();
    expect(settings.values.COUNT).toBe(2);
    expect(told).toEqual(['COUNT: must not be 7 here.']);
  });

  it('looks no more once that is ended', () => {
    writeFileSync(at('key'), 'one');
    const settings = loadSettings(table, { env: { KEY_FILE: at('key') } });
    const onFault = jest.fn();
    const end = settings.watch({ everyMs: 100, onRestartNeeded: onFault, onFault });
    rmSync(at('key'));
    jest.advanceTimersByTime(100);
    end();
    jest.advanceTimersByTime(1000);
    expect(onFault).not.toHaveBeenCalled();
    expect(loadSettings(table, { env: {} }).watch({ onRestartNeeded: onFault, onFault })()).toBeUndefined();
  });

  it('keeps the former value while the file is missing, empty or wrong, and says so once each', () => {
    writeFileSync(at('key'), 'one');
    const { settings, told, look } = watched({ KEY_FILE: at('key') });
    rmSync(at('key'));
    look();
    look();
    writeFileSync(at('key'), '');
    look();
    writeFileSync(at('key'), 'a b');
    look();
    expect(settings.values.KEY).toBe('one');
    expect(told).toHaveLength(3);
    writeFileSync(at('key'), 'three');
    look();
    expect(settings.values.KEY).toBe('three');
  });

  it('says once that a setting needs a restart', () => {
    writeFileSync(at('name'), 'one');
    const { settings, told, look } = watched({ NAME_FILE: at('name') });
    for (const value of ['two', 'three']) {
      writeFileSync(at('name'), value);
      look();
    }
    expect(settings.values.NAME).toBe('one');
    expect(told).toEqual(['restart NAME']);
  });
});
