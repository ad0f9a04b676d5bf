import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { healthCheckSettings } from './settings.ts';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const rows = new Map(
  [...readme.matchAll(/^\| `([A-Z_]+)` +\| (.*?) *\|/gm)].map(([, name = '', defaultValue = '']) => [
    name,
    defaultValue,
  ]),
);

describe('README.md', () => {
  it('lists every setting with its default, and no other', () => {
    const settings = Object.entries(healthCheckSettings).map(([name, { isRequired, defaultValue }]) => [
      name,
      isRequired ? 'required' : String(defaultValue ?? ''),
    ]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(settings));
  });
});
