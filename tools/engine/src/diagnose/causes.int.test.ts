import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAUSE_CODES } from '@slipway/contracts';

const tools = join(import.meta.dirname, '..', '..', '..');

/** Text of the TypeScript files below some folders: `tests` or what is not a test. */
function read(folders: string[], tests: boolean): string {
  return folders
    .flatMap((folder) =>
      readdirSync(join(tools, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(tools, folder, name)),
    ) // prettier-ignore
    .filter((file) => file.endsWith('.ts') && file.endsWith('.test.ts') === tests)
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

const mentions = (text: string, code: string) => text.includes(`'${code}'`);

describe('every cause of the table', () => {
  const sources = read(['engine/src', 'clients/src'], false);
  const tests = read(['engine/src', 'clients/src', 'e2e/src'], true);

  it('is made somewhere', () => {
    expect(CAUSE_CODES.filter((code) => !mentions(sources, code))).toEqual([]);
  });

  it('is held by a test', () => {
    expect(CAUSE_CODES.filter((code) => !mentions(tests, code))).toEqual([]);
  });
});
