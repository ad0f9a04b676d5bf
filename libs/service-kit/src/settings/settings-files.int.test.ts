import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from './settings.ts';
import { SettingsError } from './settings-error.ts';
import { secret, text } from './setting.ts';

const table = {
  KEY: secret({ description: 'a key' }),
  NAME: text({ defaultValue: 'x', description: 'fixed while running' }),
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
  const settings = loadSettings(table, { env });
  const told: string[] = [];
  settings.onChange((name) => void told.push(`changed ${name}`));
  settings.watch({
    everyMs: 100,
    onRestartNeeded: (name) => void told.push(`restart ${name}`),
    onFault: (fault) => void told.push(fault),
  });
  return { settings, told, look: () => jest.advanceTimersByTime(100) };
}

describe('settings from files', () => {
  it('takes the text without the line break at its end', () => {
    writeFileSync(at('key'), 'secret-1\n');
    const { values, sources } = loadSettings(table, { env: { KEY_FILE: at('key') } });
    expect(values.KEY).toBe('secret-1');
    expect(sources.KEY).toBe('file');
  });

  it.each([
    ['both are set', (path: string) => ({ KEY: 'a', KEY_FILE: path }), 'both KEY and KEY_FILE are set'],
    ['the file is missing', () => ({ KEY_FILE: '/does/not/exist' }), 'does not exist'],
    ['the file is empty', (path: string) => (writeFileSync(path, '\n'), { KEY_FILE: path }), 'is empty'],
    ['the file is a folder', () => ({ KEY_FILE: tmpdir() }), 'is not a file'],
    ['the file is huge', (path: string) => (writeFileSync(path, 'x'.repeat(70_000)), { KEY_FILE: path }), 'more than'],
  ])('is a fault when %s', (_title, toEnv, expected) => {
    writeFileSync(at('key'), 'a');
    const faults = faultsOf(toEnv(at('key')));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(expected);
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
