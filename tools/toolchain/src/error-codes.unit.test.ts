import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOOLCHAIN_ERRORS } from './error-codes.ts';

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.includes('.test.') && !path.endsWith('error-codes.ts'))
  .map((path) => readFileSync(join(import.meta.dirname, path), 'utf8'))
  .join('\n');

describe('TOOLCHAIN_ERRORS', () => {
  it('has every code that is thrown', () => {
    const thrown = [...sources.matchAll(/\bcode: '([A-Z]\w+)'/g)].map(([, code]) => code as string);
    expect(thrown.filter((code) => !Object.hasOwn(TOOLCHAIN_ERRORS, code))).toEqual([]);
    expect(thrown.length).toBeGreaterThan(10);
  });
  it.each(Object.keys(TOOLCHAIN_ERRORS))('still needs %s', (code) => {
    expect(sources).toContain(`'${code}'`);
  });
});
