import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entrySettings } from '../entries/entry-settings.ts';
import { loadSettings } from './settings.ts';
import { findServiceFaults, serviceSettings } from './service-settings.ts';
import { SettingsError } from './settings-error.ts';
import type { SettingTable } from './setting.ts';
import { integer, oneOf, password, port, secret, text, url } from './setting.ts';

const table = {
  PORT: port({ defaultValue: 5000, description: 'a port' }),
  LEVEL: oneOf(['low', 'high'], { defaultValue: 'low', description: 'a level' }),
  COUNT: integer({ defaultValue: 0, min: 0, max: 9, description: 'a count' }),
  NAME: text({ defaultValue: 'x', description: 'a name' }),
  TARGET: url({ description: 'an address' }),
  KEY: secret({ description: 'a key' }),
};

const faultsOf = (env: NodeJS.ProcessEnv): readonly string[] => {
  try {
    loadSettings(table, { env });
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
};

describe('loadSettings', () => {
  it('takes defaults, texts and their types', () => {
    const { values, sources } = loadSettings(table, {
      env: { TARGET: 'https://logs.example/v1', COUNT: '0', PORT: '0' },
    });
    expect(values).toEqual({
      PORT: 0,
      LEVEL: 'low',
      COUNT: 0,
      NAME: 'x',
      TARGET: 'https://logs.example/v1',
      KEY: undefined,
    });
    expect(sources).toMatchObject({ PORT: 'env', LEVEL: 'default', KEY: 'default' });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(loadSettings(table, { env: { TARGET: 'http://a', PORT: '', KEY: '' } }).values).toMatchObject({
      PORT: 5000,
      KEY: undefined,
    });
  });

  it('takes a password with spaces and other letters as it is, and refuses one with control characters', () => {
    const passwords = { DB_PASSWORD: password({ description: 'a password' }) };
    expect(loadSettings(passwords, { env: { DB_PASSWORD: ' pass wörd ' } }).values.DB_PASSWORD).toBe(' pass wörd ');
    expect(() => loadSettings(passwords, { env: { DB_PASSWORD: 'canary\u0000' } })).toThrow(
      'DB_PASSWORD: must be text without line breaks and control characters, at most 4096 characters.',
    );
  });

  it('takes a word in any case where that is said, and gives it in the spelling of the list', () => {
    const level = oneOf(['low', 'high'], { defaultValue: 'low', isAnyCase: true, description: 'a level' });
    expect(loadSettings({ LEVEL: level }, { env: { LEVEL: 'HIGH' } }).values.LEVEL).toBe('high');
    expect(faultsOf({ TARGET: 'http://a', LEVEL: 'HIGH' })).toEqual([
      'LEVEL: must be one of low, high, but is "HIGH".',
    ]);
  });

  it('needs an address only where it has no default', () => {
    const withDefault = { TARGET: url({ description: 'an address', defaultValue: 'http://here' }) };
    expect(loadSettings(withDefault, { env: {} }).values.TARGET).toBe('http://here');
    expect(faultsOf({})).toEqual(['TARGET: is required (an address).']);
  });

  it('lists every fault at once, each with its setting and what it must be', () => {
    expect([...faultsOf({ PORT: '70000', LEVEL: 'mid', COUNT: '1.5', TARGET: 'ftp://x' })].sort()).toEqual([
      'COUNT: must be a whole number from 0 to 9, but is "1.5".',
      'LEVEL: must be one of low, high, but is "mid".',
      'PORT: must be a port from 0 to 65535, but is "70000".',
      'TARGET: must be an http or https URL, but is "ftp://x".',
    ]);
  });

  it('says what a missing setting is for', () => {
    expect(faultsOf({})).toEqual(['TARGET: is required (an address).']);
  });

  it('cuts what it shows of a long value', () => {
    expect(faultsOf({ TARGET: 'http://a', PORT: '9'.repeat(1000) })[0]).toHaveLength(151);
  });

  it.each(['0x10', '1e3', ' 5', '5 ', '-1', '99999999999999999999'])('does not take %j for a port', (value) => {
    expect(faultsOf({ TARGET: 'http://a', PORT: value })).toHaveLength(1);
  });

  it('refuses a URL that carries credentials, and a key with a line break, without showing the key', () => {
    const faults = faultsOf({ TARGET: 'http://user:pass@a', KEY: 'can\nary' });
    expect(faults).toHaveLength(2);
    expect(faults.join()).not.toMatch(/can|ary/);
  });

  it.each(['http://user:pass@word@a/x', 'ftp://user:pass@a', 'http://user:pass@[', '//user:pass@a'])(
    'does not show the password in %s',
    (TARGET) => {
      const faults = faultsOf({ TARGET });
      expect(faults).toHaveLength(1);
      expect(faults.join()).not.toMatch(/:pass|word@/);
    },
  );

  it('does not show what looks like a secret and stands in the wrong place', () => {
    const faults = faultsOf({ TARGET: 'http://a', LEVEL: 'ghp_canary0123456789canary01234', NAME: 'b' });
    expect(faults).toEqual(['LEVEL: must be one of low, high, but is "[redacted]".']);
  });
});

describe('hints', () => {
  it('name variables that look like misspelt settings', () => {
    const { hints } = loadSettings(table, { env: { TARGET: 'http://a', TRAGET_FILE: '/x' } });
    expect(hints).toEqual(['TRAGET_FILE is no setting; TARGET_FILE is.']);
  });
});

describe('the documented settings', () => {
  const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` +\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map((cells) =>
    cells.slice(1).map((cell) => cell.trim()),
  );

  it.each([
    ['every service has', serviceSettings],
    ['services that keep entries have', entrySettings],
  ] as [string, SettingTable][])('are those that %s, as they are', (_title, settings) => {
    for (const [name, { defaultValue, isLive, description }] of Object.entries(settings)) {
      const shown = defaultValue === undefined ? expect.any(String) : String(defaultValue);
      const row = rows.find(([first]) => first === name);
      expect(row?.map((cell) => cell.replaceAll('`', ''))).toEqual([name, shown, isLive ? 'yes' : '', description]);
    }
  });

  it('are no others', () => {
    const known = [...Object.keys(serviceSettings), ...Object.keys(entrySettings)];
    expect(rows.map(([name]) => name).filter((name) => !known.includes(name as string))).toEqual([]);
  });
});

describe('findServiceFaults', () => {
  it('refuses one port for service and metrics', () => {
    const { values } = loadSettings(serviceSettings, { env: {} });
    expect(findServiceFaults({ ...values, METRICS_PORT: 5000 })).toEqual([
      'METRICS_PORT: must differ from PORT, but both are 5000.',
    ]);
    expect(findServiceFaults({ ...values, PORT: 0, METRICS_PORT: 0 })).toEqual([]);
  });
});
